import type { SavedStates } from '../destination/destination.ts'
import { SyncError } from '../sync-error.ts'
import { migrateState } from './migrations.ts'
import type { SliceState, StreamState } from './stream-state.ts'

type Holds = (value: unknown) => boolean
type Form = Readonly<Record<string, Holds>>

const isText: Holds = (value) => typeof value === 'string'
const isCount: Holds = (value) => Number.isSafeInteger(value) && (value as number) >= 0
const isFlag: Holds = (value) => typeof value === 'boolean'
const isTime: Holds = (value) => isText(value) && !Number.isNaN(Date.parse(value as string))
const isCursor: Holds = (value) => isText(value) || Number.isFinite(value)
const orNull =
  (holds: Holds): Holds =>
  (value) =>
    value === null || holds(value)
const orAbsent =
  (holds: Holds): Holds =>
  (value) =>
    value === undefined || holds(value)
const ofForm =
  (form: Form): Holds =>
  (value) =>
    isObject(value) && wrongIn(form, value) === undefined

const streamForm: Form = {
  generation: isCount,
  cursorField: orNull(isText),
  cursor: orNull(isCursor),
  chosen: orAbsent(isText),
  pass: orNull(
    ofForm({
      id: isText,
      startedAt: isTime,
      landedAt: orAbsent(isTime),
      overwrites: isFlag,
      full: isFlag,
      range: orNull(ofForm({ from: orAbsent(isCursor), to: orAbsent(isCursor) })),
      high: orNull(isCursor),
    }),
  ),
  lastPass: orNull(isText),
  completedAt: orNull(isTime),
  staged: orAbsent(isCount),
}
const sliceForm: Form = {
  cursor: orNull(isCursor),
  position: orNull(isText),
  pass: orNull(
    ofForm({
      id: isText,
      since: orNull(isCursor),
      from: orNull(isCursor),
      next: orNull(isText),
      high: orNull(isCursor),
      done: isFlag,
    }),
  ),
}

/** The saved state of a stream and its slices, in the current version. */
export interface ReadStates {
  readonly stream: StreamState | undefined
  readonly slices: ReadonlyMap<string, SliceState>
}

/** Throws a SyncError for a state of another version, or a value that is not a state: nothing can continue from it. */
export function readStates(stream: string, saved: SavedStates): ReadStates {
  const slices = [...saved.slices].map(([slice, state]) => {
    const what = slice === '' ? 'the saved state of its slice' : `the saved state of its slice ${slice}`
    return [slice, inForm<SliceState>(stream, what, state, sliceForm)] as const
  })
  return {
    stream: saved.stream === undefined ? undefined : inForm<StreamState>(stream, 'its saved state', saved.stream, streamForm),
    slices: new Map(slices),
  }
}

/** Parses a stored state. Throws a SyncError for a text that is not one. */
export function parseState(stream: string, text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch (cause) {
    const message = `${stream}: its saved state is not JSON: restore it, or load the stream into another dataset`
    throw new SyncError('state_version', message, { stream, cause })
  }
}

function inForm<State>(stream: string, what: string, saved: unknown, form: Form): State {
  const refused = (problem: string, cause?: unknown): SyncError =>
    new SyncError('state_version', `${stream}: ${what} ${problem}, or load the stream into another dataset`, { stream, cause })
  let state: Readonly<Record<string, unknown>>
  try {
    state = migrateState(saved)
  } catch (error) {
    throw refused((error as SyncError).message, error)
  }
  const wrong = wrongIn(form, state)
  if (wrong === undefined) return state as State
  throw refused(`says what ${wrong} can't be: restore it`)
}

function wrongIn(form: Form, state: Readonly<Record<string, unknown>>): string | undefined {
  return Object.keys(form).find((field) => !form[field]!(state[field]))
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
