import type { CursorValue } from '../cursor/cursor-value.ts'
import type { SourceReader } from '../source/source-reader.ts'
import { SyncError } from '../sync-error.ts'
import type { StreamPlan } from './plan.ts'
import { compileReadRecords } from './read-records.ts'

export interface SliceSource {
  readonly source: SourceReader
  readonly settings: Readonly<Record<string, unknown>>
  readonly signal: AbortSignal
  readonly waiting: (ms: number) => void
}

interface SettingsSchema {
  safeParse(value: unknown):
    | { readonly success: true; readonly data: unknown }
    | {
        readonly success: false
        readonly error: { readonly issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[] }
      }
}

/** What the owner of a sync chose for a stream. Throws a SyncError that names the field. */
export function settingsOf(
  { name, definition }: Pick<StreamPlan, 'name' | 'definition'>,
  settings: Readonly<Record<string, unknown>>,
): unknown {
  if (!definition.settings) return undefined
  const parsed = (definition.settings as unknown as SettingsSchema).safeParse(settings)
  if (parsed.success) return parsed.data
  const told = parsed.error.issues.map(({ path, message }) => `settings.${path.join('.')}: ${message}`)
  throw new SyncError('invalid_options', `${name}: ${told.join('; ')}`, { stream: name })
}

/**
 * The slices of a stream: one for a stream without any, those that its settings make, or those of its parent's records, which are
 * read as they are needed.
 */
export async function* slicesOf(plan: StreamPlan, from: SliceSource, parentSince?: CursorValue): AsyncGenerator<unknown> {
  const { definition, parent } = plan
  if (parent) {
    for await (const row of parentRows(parent, from, parentSince)) {
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
      for (const { row, deleted } of readRecords(page, slice).changes) if (!deleted) yield row
    }
  }
}
