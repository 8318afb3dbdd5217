import { canonicalJson } from '@portico/core'
import { parseShape } from '@portico/core/definition'
import type { CursorValue } from '../cursor/cursor-value.ts'
import type { SourceReader } from '../source/source-reader.ts'
import type { StreamState } from '../state/stream-state.ts'
import { SyncError } from '../sync-error.ts'
import type { StreamPlan } from './plan.ts'
import { compileReadRecords } from './read-records.ts'

export interface SliceSource {
  readonly source: SourceReader
  readonly settings: Readonly<Record<string, unknown>>
  readonly signal: AbortSignal
  readonly waiting: (ms: number) => void
  /** Called for a parent's records that don't fit and are left out by the policy: their children are not read. */
  readonly leftOut?: (records: number, reason: string) => void
}

/** The sync owner's settings for a stream. Throws a SyncError that names the field. */
export function settingsOf(
  { name, definition }: Pick<StreamPlan, 'name' | 'definition'>,
  settings: Readonly<Record<string, unknown>>,
): unknown {
  if (!definition.settings) return undefined
  const parsed = parseShape(definition.settings, settings)
  if (!parsed.issues) return parsed.data
  const told = parsed.issues.map(({ path, message }) => `${path === '' ? 'settings' : `settings.${path}`}: ${message}`)
  throw new SyncError('invalid_options', `${name}: ${told.join('; ')}`, { stream: name })
}

/** The settings of a stream and the parents that its slices come from, as one text. */
export function chosenFor(plan: StreamPlan, settings: Readonly<Record<string, unknown>>): string {
  const own = settingsOf(plan, settings)
  const text = canonicalJson(own ?? null)
  return plan.parent ? `${text} ${chosenFor(plan.parent, settings)}` : text
}

/** Our clock may be ahead of the vendor's by this much. */
const skewMs = 600_000

/**
 * Where to start reading a parent whose records change with their children; undefined to read all of it: the first time, and
 * after other settings were chosen, since newly selected records need not have changed.
 */
export function parentSince(plan: StreamPlan, last: StreamState, chosen: string): CursorValue | undefined {
  const { parent, definition, incremental } = plan
  if (!parent || definition.parent!.onlyChanged !== true || !incremental) return undefined
  if (last.completedAt === null || last.chosen !== chosen || parent.definition.cursor?.since === undefined) return undefined
  return parent.rules!.sinceTime(Date.parse(last.completedAt) - skewMs)
}

/**
 * The slices of a stream: a single one for a stream without slices, those that its settings make, or those of its parent's
 * records, which are read as needed.
 */
export async function* slicesOf(plan: StreamPlan, from: SliceSource, since?: CursorValue): AsyncGenerator<unknown> {
  const { definition, parent } = plan
  if (parent) {
    for await (const row of parentRows(parent, from, since)) {
      const slice = definition.parent!.slice(row)
      if (slice !== undefined) yield slice
    }
  } else if (definition.slices) yield* definition.slices(settingsOf(plan, from.settings))
  else yield undefined
}

async function* parentRows(parent: StreamPlan, from: SliceSource, since: CursorValue | undefined): AsyncGenerator<unknown> {
  const readRecords = compileReadRecords(parent, undefined)
  for await (const slice of slicesOf(parent, from)) {
    const pages = from.source.pages({
      stream: parent.name,
      slice,
      since,
      until: undefined,
      next: undefined,
      position: undefined,
      log: 'unused',
      signal: from.signal,
      waiting: from.waiting,
    })
    for await (const page of pages) {
      const { changes, discarded, reason } = readRecords(page, slice)
      if (discarded > 0) from.leftOut?.(discarded, `${parent.name}: ${reason}`)
      for (const { row, deleted } of changes) if (!deleted) yield row
    }
  }
}
