import { migrateState, type SliceState, type StreamState, stateVersion } from '@portico/sync'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseState, readStates } from '../../src/state/read-state.ts'

const count = fc.nat()
const time = fc.date({ noInvalidDate: true, min: new Date(0), max: new Date('2100-01-01') }).map((date) => date.toISOString())
const cursor = fc.option(
  fc.oneof(
    fc.string(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
    time,
  ),
)
const text = fc.option(fc.string())
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined })
const present = <T extends object>(value: T): T => JSON.parse(JSON.stringify(value)) as T
const range = fc.record({ from: optional(fc.string()), to: optional(fc.integer()) })
const version = fc.constant(stateVersion)

const streamState = fc
  .record({
    version,
    generation: count,
    cursorField: text,
    cursor,
    chosen: optional(fc.string()),
    pass: fc.option(
      fc.record({
        id: fc.string(),
        startedAt: time,
        overwrites: fc.boolean(),
        full: fc.boolean(),
        range: fc.option(range),
        high: cursor,
      }),
    ),
    lastPass: text,
    completedAt: fc.option(time),
    staged: optional(count),
  })
  .map((state) => present(state) as StreamState)
const sliceState = fc
  .record({
    version,
    cursor,
    position: text,
    pass: fc.option(fc.record({ id: fc.string(), since: cursor, from: cursor, next: text, high: cursor, done: fc.boolean() })),
  })
  .map((state): SliceState => present(state))

test('a saved state survives its text form unchanged', () => {
  fc.assert(
    fc.property(streamState, fc.dictionary(fc.string(), sliceState), (stream, slices) => {
      const kept = (state: object): unknown => parseState('orders', JSON.stringify(state))
      const saved = new Map(Object.entries(slices).map(([slice, state]) => [slice, kept(state)]))
      expect(readStates('orders', { stream: kept(stream), slices: saved })).toEqual({
        stream,
        slices: new Map(Object.entries(slices)),
      })
    }),
  )
})

test('a state keeps its cursor down and up through every version, and the current version is unchanged', () => {
  fc.assert(
    fc.property(fc.oneof(streamState, sliceState), (state) => {
      expect(migrateState(state)).toEqual(state)
      const first = migrateState(state, 1)
      expect(first).toEqual({ version: 1, cursor: state.cursor })
      expect(migrateState(first, 1)).toEqual(first)
      const again = migrateState(first)
      expect(again).toMatchObject({ version: stateVersion, cursor: state.cursor, pass: null })
      expect(readStates('orders', { stream: again, slices: new Map([['', again]]) }).stream).toEqual(again)
    }),
  )
})

test('a value that is not a state is refused by its field, and never resumed from', () => {
  const wrong = fc.constantFrom<unknown>({}, [], true, undefined, Number.NaN)
  const field = fc.constantFrom('generation', 'cursorField', 'cursor', 'pass', 'lastPass', 'completedAt')
  fc.assert(
    fc.property(streamState, field, wrong, (state, name, value) => {
      const saved = { stream: { ...state, [name]: value }, slices: new Map() }
      expect(() => readStates('orders', saved)).toThrow(`orders: its saved state says what ${name} can't be`)
    }),
  )
  for (const none of [null, 7, 'state']) {
    expect(() => readStates('orders', { stream: none, slices: new Map() })).toThrow('is not an object')
  }
  fc.assert(
    fc.property(fc.oneof(fc.integer({ min: 3 }), fc.integer({ max: 0 }), fc.double(), fc.string()), (other) => {
      fc.pre(other !== 1 && other !== 2)
      expect(() => migrateState({ version: other })).toThrow('this Portico reads 1 to 2')
    }),
  )
})
