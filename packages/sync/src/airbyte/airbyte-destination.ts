import type { Destination, LandingBatch, SavedStates } from '../destination/destination.ts'
import { linesOf } from '../destination/lines.ts'
import type { SliceState } from '../state/stream-state.ts'
import { deletedAtField } from './airbyte-catalog.ts'
import type { MessageWriter } from './message-writer.ts'
import type { StateBlob } from './saved-states.ts'

/**
 * The platform as a destination: records, followed by the state they lead to. The platform keeps the state that follows the
 * records it has stored, so an interrupted sync resumes from there.
 */
export function airbyteDestination(messages: MessageWriter, saved: ReadonlyMap<string, SavedStates>): Destination {
  return {
    kind: 'airbyte',
    label: 'airbyte',
    async open({ name }) {
      const before: SavedStates = saved.get(name) ?? { stream: undefined, slices: new Map() }
      const slices = new Map(before.slices) as Map<string, SliceState>
      const line = messages.recordLine(name)
      let begun = before.stream !== undefined
      return {
        saved: before,
        schemaChanges: [],
        line,
        isLog: true,
        async land(batch) {
          if (batch.truncates && begun) await messages.log('WARN', emptied(name))
          begun = true
          const deleted = batch.deletedKeys.map((key) => ({ ...key, [deletedAtField]: batch.at }))
          await messages.records(linesOf(batch.records, line))
          await messages.records(linesOf(deleted, line))
          forget(slices, batch)
          const blob: StateBlob = { stream: batch.state, slices: Object.fromEntries(slices) }
          await messages.state(name, { ...blob }, batch.records.length + batch.deletedKeys.length)
        },
        close: async () => {},
      }
    },
    status: async () => [],
    close: () => messages.flush(),
  }
}

/** The protocol has no message for a truncated table. */
function emptied(name: string): string {
  return `${name}: its table was emptied at the source, which the protocol can't express: refresh the stream and clear its data`
}

function forget(slices: Map<string, SliceState>, { forgottenSlices, slices: moved }: LandingBatch): void {
  if (forgottenSlices === 'all') return slices.clear()
  for (const slice of forgottenSlices) slices.delete(slice)
  for (const [slice, state] of moved) slices.set(slice, state)
}
