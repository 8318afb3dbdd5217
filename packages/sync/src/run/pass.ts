import type { CursorValue } from '../cursor/cursor-value.ts'
import type { SavedStates } from '../destination/destination.ts'
import { readStates } from '../state/read-state.ts'
import { noSliceState, type Pass, type SliceState, stateVersion, type StreamState } from '../state/stream-state.ts'
import { SyncError } from '../sync-error.ts'
import type { StreamPlan } from './plan.ts'
import type { Range } from './read-records.ts'

/** A stream's state, and the pass that this run is on. */
export interface OpenPass {
  readonly before: StreamState
  readonly pass: Pass
  readonly generation: number
  /** Set where the pass fills a generation that readers don't see: whether earlier landings have begun it. */
  readonly staging: 'begun' | 'new' | undefined
  /** The generation that earlier passes left waiting behind a gate is discarded for an overwrite, and its cursors with it. */
  readonly forgets: boolean
  /** True where this run resumes the pass of an interrupted one. */
  readonly resumed: boolean
  /** Why an earlier run's pass was abandoned and this one starts over; undefined where none was. */
  readonly restarted: string | undefined
  /** This run's own pass has ended already. */
  readonly isEnded: boolean
  /** A slice's saved state, or a fresh one. */
  sliceState(key: string): SliceState
}

export interface PassOptions {
  readonly full: boolean
  /** The id of a new pass. */
  readonly runId: string
  readonly range: Range | undefined
  /** A gate stands before what readers see. */
  readonly gated: boolean
  readonly now: Date
}

/** Resumes the pass of an interrupted run, or starts a new one. Throws a SyncError for a state it can't use. */
export function openPass(plan: StreamPlan, saved: SavedStates, options: PassOptions): OpenPass {
  const { full, runId: id, range, gated, now } = options
  const { stream: kept, slices } = readStates(plan.name, saved)
  // A full reading ignores what was saved, except by itself.
  const anew = full && kept?.pass?.id !== id
  const { staged, ...before } = streamState(plan, kept, anew)
  const overwrites = plan.mode === 'overwrite'
  const left = before.pass?.overwrites === overwrites && sameRange(before.pass.range, range) ? before.pass : undefined
  const restarted = left && left.id !== id ? outlived(plan, left, now) : undefined
  const open = restarted === undefined ? left : undefined
  // An abandoned overwrite returns its generation number, so that the next one drops what it had landed.
  const last = kept?.pass?.overwrites && !open ? { ...before, generation: before.generation - 1 } : before
  const pass = open ?? { id, startedAt: now.toISOString(), overwrites, full, range: range ?? null, high: null }
  const forgets = overwrites && staged !== undefined
  const begun = overwrites ? open !== undefined : staged !== undefined
  const fills = overwrites || gated || begun
  const next = staged ?? last.generation + 1
  return {
    before: forgets ? { ...last, cursor: null } : last,
    pass,
    generation: fills && !(overwrites && open) ? next : last.generation,
    staging: fills ? (begun ? 'begun' : 'new') : undefined,
    forgets,
    resumed: open !== undefined,
    restarted,
    isEnded: kept?.lastPass === id,
    sliceState(key) {
      return (forgets ? undefined : slices.get(key)) ?? noSliceState
    },
  }
}

/** The reading resumes after the highest value that has landed, whatever has become of the vendor's page cursors. */
export function goesByValue({ definition: { cursor }, rules, mode }: StreamPlan): boolean {
  return cursor?.order === 'ascending' && cursor.since !== undefined && rules!.readsEqual && mode !== 'append'
}

/** How long a page cursor is trusted to point to the same page: over a weekend, but not for a week. */
const pagesHoldMs = 3 * 86_400_000

/**
 * A page number, which a vendor's link or cursor may also contain, never expires: deletions meanwhile move later records to pages
 * that were read already, and no one would notice. A page's last record stays what it is.
 */
function outlived(plan: StreamPlan, { startedAt, landedAt = startedAt }: Pass, now: Date): string | undefined {
  const { page } = plan.definition
  if (page === undefined || page.by === 'last' || goesByValue(plan)) return undefined
  if (now.getTime() - Date.parse(landedAt) <= pagesHoldMs) return undefined
  return `the reading that began at ${startedAt} was left unfinished at ${landedAt}, more than three days ago, and its pages may have moved since: everything is read again`
}

/** A pass over a range can't be part of a full one: what lies outside the range would count as read. */
function sameRange(one: Pass['range'], other: Range | undefined): boolean {
  return one === null ? other === undefined : other !== undefined && one.from === other.from && one.to === other.to
}

function streamState({ name, definition }: StreamPlan, state: StreamState | undefined, anew: boolean): StreamState {
  const cursorField = definition.cursor?.field ?? null
  const none: StreamState = {
    version: stateVersion,
    generation: 0,
    cursorField,
    cursor: null,
    pass: null,
    lastPass: null,
    completedAt: null,
  }
  if (state === undefined) return none
  if (anew) return { ...none, generation: state.generation, ...(state.staged !== undefined && { staged: state.staged }) }
  if (state.cursorField !== null && state.cursorField !== cursorField) {
    throw new SyncError(
      'state_version',
      `${name}: its state is of the cursor ${state.cursorField}, and the stream's cursor is ${cursorField ?? 'none'}: read it again in full`,
      { stream: name },
    )
  }
  return { ...state, cursorField }
}

/** The later of two cursor values, either of which may be absent. */
export function later(
  { rules }: StreamPlan,
  one: CursorValue | null | undefined,
  other: CursorValue | null | undefined,
): CursorValue | null {
  if (one === null || one === undefined) return other ?? null
  if (other === null || other === undefined) return one
  return rules!.isAfter(other, one) ? other : one
}
