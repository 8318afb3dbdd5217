import type { CursorValue } from '../cursor/cursor-value.ts'

/** The version in which states are written today. */
export const stateVersion = 2

/** What a destination keeps for a stream as a whole. */
export interface StreamState {
  readonly version: typeof stateVersion
  /** The generation of the table that readers see, or that the open pass fills; incremented by each overwrite. */
  readonly generation: number
  /** The record field that the cursors refer to. */
  readonly cursorField: string | null
  /** Where the next pass starts, for a stream without slices. */
  readonly cursor: CursorValue | null
  /** The settings of the last completed pass, for a stream whose slices may be skipped where their parent has not changed. */
  readonly chosen?: string
  /** The open reading: it ends when every slice has been read. */
  readonly pass: Pass | null
  /** Id of the last completed pass. */
  readonly lastPass: string | null
  /** When it was started. */
  readonly completedAt: string | null
  /** The generation that gated passes fill and readers don't see yet; absent where none waits. The cursors refer to it. */
  readonly staged?: number
}

/** One reading of all slices of a stream, from its start until the last slice has landed. */
export interface Pass {
  readonly id: string
  readonly startedAt: string
  /** When something of it last landed; absent before that, and in states from before this was kept. */
  readonly landedAt?: string
  /** The pass fills a generation of its own, which replaces the table when it ends. */
  readonly overwrites: boolean
  /** The pass reads everything again, whatever was saved before it. */
  readonly full: boolean
  /** The cursor values that the pass reads, `[from, to)`; null where it reads everything. */
  readonly range: { readonly from?: CursorValue | undefined; readonly to?: CursorValue | undefined } | null
  /** The highest value seen so far. */
  readonly high: CursorValue | null
}

/** What a destination keeps for one slice. */
export interface SliceState {
  readonly version: typeof stateVersion
  /** Where the next pass starts, for a slice with its own cursor. */
  readonly cursor: CursorValue | null
  /** A place in the source from which later passes resume, such as a log sequence number. */
  readonly position: string | null
  readonly pass: SlicePass | null
}

/** A slice's progress within a pass. */
export interface SlicePass {
  readonly id: string
  /** The value that this pass asked the vendor for; null where it asked for everything. */
  readonly since: CursorValue | null
  /** The value that the open reading asked for: later than `since` where it resumed from a timestamp that had landed. */
  readonly from: CursorValue | null
  /** The page to resume with. */
  readonly next: string | null
  readonly high: CursorValue | null
  readonly done: boolean
}

export const noSliceState: SliceState = { version: stateVersion, cursor: null, position: null, pass: null }
