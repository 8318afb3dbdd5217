import type { CursorValue } from '../cursor/cursor-value.ts'
import type { SavedStates } from '../destination/destination.ts'
import { readStates } from '../state/read-state.ts'
import { noSliceState, type Pass, type SliceState, stateVersion, type StreamState } from '../state/stream-state.ts'
import { SyncError } from '../sync-error.ts'
import type { StreamPlan } from './plan.ts'
import type { Range } from './read-records.ts'

/** Where a stream stands, and the pass that this run is on. */
export interface OpenPass {
  readonly before: StreamState
  readonly pass: Pass
  readonly generation: number
  /** Where it fills that generation, which readers don't see: whether earlier landings have begun it. */
  readonly staging: 'begun' | 'new' | undefined
  /** What earlier passes left behind a gate is given up for an overwrite, and the cursors with it. */
  readonly forgets: boolean
  /** True where an earlier run had been cut off and this one goes on. */
  readonly resumed: boolean
  /** Why the pass of an earlier run was given up and this one reads anew; undefined where none was. */
  readonly restarted: string | undefined
  /** This run's own pass has ended already. */
  readonly isEnded: boolean
  /** What slices were saved as, or a fresh state. */
  sliceState(key: string): SliceState
}

export interface PassOptions {
  readonly full: boolean
  /** What a new pass is called. */
  readonly runId: string
  readonly range: Range | undefined
  /** A gate stands before what readers see. */
  readonly gated: boolean
  readonly now: Date
}

/** Goes on with the pass that an earlier run was cut off in, or starts a new one. Throws a SyncError for a state it can't use. */
export function openPass(plan: StreamPlan, saved: SavedStates, options: PassOptions): OpenPass {
  const { full, runId: id, range, gated, now } = options
  const { stream: kept, slices } = readStates(plan.name, saved)
  // A full reading leaves what was saved aside, except for what it saved itself.
  const anew = full && kept?.pass?.id !== id
  const { staged, ...before } = streamState(plan, kept, anew)
  const overwrites = plan.mode === 'overwrite'
  const left = before.pass?.overwrites === overwrites && sameRange(before.pass.range, range) ? before.pass : undefined
  const restarted = left && left.id !== id ? outlived(plan, left, now) : undefined
  const open = restarted === undefined ? left : undefined
  // An overwrite that is given up gives its generation back, so that the next one drops what it had landed.
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

/** A reading goes on after the highest value that has landed, whatever the vendor's page cursors have become since. */
export function goesByValue({ definition: { cursor }, rules, mode }: StreamPlan): boolean {
  return cursor?.order === 'ascending' && cursor.since !== undefined && rules!.readsEqual && mode !== 'append'
}

/** For so long a page is taken for the one that it was: over a weekend, and not until next week. */
const pagesHoldMs = 3 * 86_400_000

/**
 * A page's number, as a vendor's link or cursor may hold it, too, is taken for ever: what was deleted meanwhile moves what comes after
 * it to pages that were read already, and nobody would tell. The last record of a page stays what it is.
 */
function outlived(plan: StreamPlan, { startedAt, landedAt = startedAt }: Pass, now: Date): string | undefined {
  const { page } = plan.definition
  if (page === undefined || page.by === 'last' || goesByValue(plan)) return undefined
  if (now.getTime() - Date.parse(landedAt) <= pagesHoldMs) return undefined
  return `the reading that began at ${startedAt} was left unfinished at ${landedAt}, more than three days ago, and its pages may have moved since: all is read anew`
}

/** A pass over a range is no part of one over everything: what lies beside the range would count as read. */
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
      `${name}: its state is of the cursor ${state.cursorField}, and the stream's cursor is ${cursorField ?? 'none'}: read it anew in full`,
      { stream: name },
    )
  }
  return { ...state, cursorField }
}

/** The later of two cursor values, where there are any. */
export function later(
  { rules }: StreamPlan,
  one: CursorValue | null | undefined,
  other: CursorValue | null | undefined,
): CursorValue | null {
  if (one === null || one === undefined) return other ?? null
  if (other === null || other === undefined) return one
  return rules!.isAfter(other, one) ? other : one
}
