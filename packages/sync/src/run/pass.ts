import { randomUUID } from 'node:crypto'
import type { CursorValue } from '../cursor/cursor-value.ts'
import type { SavedStates } from '../destination/destination.ts'
import { migrateState } from '../state/migrations.ts'
import { noSliceState, type Pass, type SliceState, stateVersion, type StreamState } from '../state/stream-state.ts'
import { SyncError } from '../sync-error.ts'
import type { StreamPlan } from './plan.ts'

/** Where a stream stands, and the pass that this run is on. */
export interface OpenPass {
  readonly before: StreamState
  readonly pass: Pass
  readonly generation: number
  /** True where an earlier run had been cut off and this one goes on. */
  readonly resumed: boolean
  /** What slices were saved as, or a fresh state. */
  sliceState(key: string): SliceState
}

/** Goes on with the pass that an earlier run was cut off in, or starts a new one. Throws a SyncError for a state it can't use. */
export function openPass(plan: StreamPlan, saved: SavedStates, full: boolean, now: Date): OpenPass {
  const before = streamState(plan, saved.stream, full)
  const overwrites = plan.mode === 'overwrite'
  const open = before.pass?.overwrites === overwrites && !full ? before.pass : undefined
  const pass = open ?? { id: randomUUID(), startedAt: now.toISOString(), overwrites, full, high: null }
  return {
    before,
    pass,
    generation: overwrites && !open ? before.generation + 1 : before.generation,
    resumed: open !== undefined,
    sliceState(key) {
      const state = saved.slices.get(key)
      return state === undefined ? noSliceState : (migrateState(state) as unknown as SliceState)
    },
  }
}

function streamState({ name, definition }: StreamPlan, saved: unknown, full: boolean): StreamState {
  const cursorField = definition.cursor?.field ?? null
  const none: StreamState = {
    version: stateVersion,
    generation: 0,
    cursorField,
    cursor: null,
    pass: null,
    completedAt: null,
  }
  if (saved === undefined) return none
  const state = migrateState(saved) as unknown as StreamState
  if (full) return { ...none, generation: state.generation }
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
