import type { SavedStates } from '../destination/destination.ts'
import type { SliceState, StreamState } from '../state/stream-state.ts'
import { ConfigError, type JsonObject } from './protocol.ts'

/** A stream's state as the platform keeps it: in one object, where other destinations use two tables. */
export interface StateBlob {
  readonly stream: StreamState
  readonly slices: Readonly<Record<string, SliceState>>
}

const none: SavedStates = { stream: undefined, slices: new Map() }

/** The saved state of each stream, from `--state`. Before the first sync the platform passes an empty list. */
export function readStates(state: unknown): ReadonlyMap<string, SavedStates> {
  const messages = state === undefined || state === null || isEmptyObject(state) ? [] : Array.isArray(state) ? state : [state]
  const saved = new Map<string, SavedStates>()
  for (const message of messages as readonly JsonObject[]) {
    if (message['type'] !== 'STREAM') {
      throw new ConfigError(
        `state: one is of type ${JSON.stringify(message['type'] ?? 'LEGACY')}, but this source reads and writes only STREAM`,
      )
    }
    const { stream_descriptor: descriptor, stream_state: blob } = (message['stream'] ?? {}) as JsonObject
    const name = (descriptor as JsonObject | undefined)?.['name']
    if (typeof name !== 'string') throw new ConfigError('state: stream.stream_descriptor.name is missing')
    saved.set(name, readBlob(name, blob))
  }
  return saved
}

function readBlob(name: string, blob: unknown): SavedStates {
  // The platform clears a stream by giving it no state, or an empty one.
  if (blob === undefined || blob === null || isEmptyObject(blob)) return none
  const { stream, slices } = blob as Partial<Record<keyof StateBlob, unknown>>
  if (typeof stream !== 'object' || typeof slices !== 'object' || slices === null) {
    throw new ConfigError(`state: that of '${name}' was not written by this source: reset the stream`)
  }
  return { stream: stream ?? undefined, slices: new Map(Object.entries(slices)) }
}

function isEmptyObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length === 0
}
