import type { CursorValue } from '../cursor/cursor-value.ts'

/** The form in which states are written today. */
export const stateVersion = 2

/** What a destination keeps of a stream as a whole. */
export interface StreamState {
  readonly version: typeof stateVersion
  /** Of the table that readers see, or that the open pass fills; grows with each overwrite. */
  readonly generation: number
  /** The record's field that the cursors are of. */
  readonly cursorField: string | null
  /** Where the next pass starts, for a stream without slices. */
  readonly cursor: CursorValue | null
  /** What was chosen for the last pass that ended, of a stream whose slices may be passed over where their parent has not changed. */
  readonly chosen?: string
  /** The reading that is under way: it ends when every slice has been read. */
  readonly pass: Pass | null
  /** Id of the last pass that ended. */
  readonly lastPass: string | null
  /** When it was started. */
  readonly completedAt: string | null
  /** The generation that passes with a gate fill and readers don't see yet; absent where none waits. The cursors are of it. */
  readonly staged?: number
}

/** One reading of all slices of a stream, from its start until the last slice has landed. */
export interface Pass {
  readonly id: string
  readonly startedAt: string
  /** When something of it last landed; absent before that, and in what was saved before this was kept. */
  readonly landedAt?: string
  /** The pass fills a generation of its own, which takes the table's place when it ends. */
  readonly overwrites: boolean
  /** The pass reads everything anew, whatever was saved before it. */
  readonly full: boolean
  /** The cursor values that the pass reads, `[from, to)`; null where it reads all. */
  readonly range: { readonly from?: CursorValue | undefined; readonly to?: CursorValue | undefined } | null
  /** The highest value seen so far. */
  readonly high: CursorValue | null
}

/** What a destination keeps of one slice. */
export interface SliceState {
  readonly version: typeof stateVersion
  /** Where the next pass starts, for a cursor of the slice's own. */
  readonly cursor: CursorValue | null
  /** A place in the source that later passes go on from, such as a log sequence number. */
  readonly position: string | null
  readonly pass: SlicePass | null
}

/** Where one slice stands within a pass. */
export interface SlicePass {
  readonly id: string
  /** What the vendor was asked for in this pass; undefined values are not asked for. */
  readonly since: CursorValue | null
  /** What the reading under way asked for: later than `since` where it went on from a stamp that had landed. */
  readonly from: CursorValue | null
  /** The page to go on with. */
  readonly next: string | null
  readonly high: CursorValue | null
  readonly done: boolean
}

export const noSliceState: SliceState = { version: stateVersion, cursor: null, position: null, pass: null }
