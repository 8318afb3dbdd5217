import {
  type Destination,
  type LandingBatch,
  linesOf,
  type Row,
  type SliceState,
  type StreamState,
  type WriteLine,
} from '@portico/sync'

/** What a stream has come to: its rows by key, or one after the other, and the state that leads on from there, as texts. */
export interface Landed {
  readonly rows: readonly (readonly [key: string, row: Row])[]
  readonly state: string | undefined
  readonly slices: readonly (readonly [slice: string, state: string])[]
}

const line: WriteLine = (row) => `${JSON.stringify(row)}\n`

function rowsOf({ records }: LandingBatch): Row[] {
  const text = [...linesOf(records, line).pieces()].map((piece) => piece.toString()).join('')
  return text
    .split('\n')
    .slice(0, -1)
    .map((written) => JSON.parse(written) as Row)
}

const nothing: Landed = { rows: [], state: undefined, slices: [] }

/** Keeps a stream without generations in memory, with each of its landings: any of them can be gone on from. */
export function memoryDestination(start: Landed = nothing) {
  const landings: Landed[] = [start]
  const destination: Destination = {
    kind: 'memory',
    label: 'memory',
    async open({ mode, primaryKey }) {
      const before = landings.at(-1)!
      return {
        saved: {
          stream: before.state === undefined ? undefined : (JSON.parse(before.state) as unknown),
          slices: new Map(before.slices.map(([slice, state]) => [slice, JSON.parse(state) as unknown])),
        },
        schemaChanges: [],
        line,
        async land(batch) {
          const { rows, slices } = landings.at(-1)!
          const landed = rowsOf(batch).map((row): [string, Row] => [primaryKey.map((name) => row[name]).join('/'), row])
          landings.push({
            rows: mode === 'append' ? [...rows, ...landed] : [...new Map([...rows, ...landed])],
            state: JSON.stringify(batch.state),
            slices: [...slicesAfter(slices, batch)],
          })
        },
        close: async () => {},
      }
    },
    status: async () => [],
    close: async () => {},
  }
  return { destination, landings }
}

function slicesAfter(before: Landed['slices'], { forgottenSlices, slices }: LandingBatch): Map<string, string> {
  const after = new Map(forgottenSlices === 'all' ? [] : before)
  if (forgottenSlices !== 'all') for (const slice of forgottenSlices) after.delete(slice)
  for (const [slice, state] of forgottenSlices === 'all' ? [] : slices) after.set(slice, JSON.stringify(state))
  return after
}

/** The cursors of a landing: of the stream, and of each slice. */
export function cursorsOf({ state, slices }: Landed): Map<string, StreamState['cursor']> {
  const cursors = slices.map(([slice, text]) => [`slice ${slice}`, (JSON.parse(text) as SliceState).cursor] as const)
  return new Map([...cursors, ['stream', state === undefined ? null : (JSON.parse(state) as StreamState).cursor]])
}
