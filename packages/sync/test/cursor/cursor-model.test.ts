import { type CursorValue, cursorRules, type LandingMode, sync } from '@portico/sync'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import {
  changingVendor,
  statedCursor,
  type Faults,
  type Manners,
  shownAt,
  stampOf,
  timesOf,
  type Version,
} from './changing-vendor.ts'
import { cursorsOf, type Landed, memoryDestination } from './memory-destination.ts'

const start = Date.parse('2026-11-28T00:00:00Z')
const seconds = 1_000

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }))
afterEach(() => void vi.useRealTimers())

const anyManners: fc.Arbitrary<Manners> = fc.record({
  type: fc.constantFrom('time', 'epoch-milliseconds', 'epoch-seconds', 'number'),
  precision: fc.constantFrom('ms', 's', 'm'),
  boundary: fc.constantFrom('inclusive', 'exclusive'),
  order: fc.constantFrom('ascending', 'descending', 'none'),
  state: fc.constantFrom('slice', 'global'),
  lookback: fc.constantFrom(0, 30, 300),
  settle: fc.constantFrom(0, 60),
  slices: fc.integer({ min: 1, max: 3 }),
  pageSize: fc.integer({ min: 1, max: 4 }),
})

// Numbers that are no times are not late, and a stream of one cursor has no slices.
const manners = anyManners.map((of): Manners => ({
  ...of,
  ...(of.type === 'number' && { lookback: 0, settle: 0 }),
  ...(of.state === 'global' && { slices: 1 }),
}))

interface Run {
  readonly at: number
  readonly faults: Faults | undefined
  readonly rows: number
}

interface Story {
  readonly manners: Manners
  readonly versions: readonly Version[]
  readonly runs: readonly Run[]
  readonly mode: LandingMode
  readonly concurrency: number
}

/** Changes come as late as the vendor's statements allow, and many at one stamp; runs come between them, and most are cut off. */
const story: fc.Arbitrary<Story> = fc
  .record({
    manners,
    changes: fc.array(
      fc.record({
        id: fc.integer({ min: 0, max: 12 }),
        at: fc.oneof(fc.constantFrom(0, 60, 61, 120), fc.double({ min: 0, max: 600, noNaN: true })),
        late: fc.constantFrom(0, 0, 0.5, 1),
      }),
      { minLength: 1, maxLength: 24 },
    ),
    runs: fc.array(
      fc.record({
        at: fc.integer({ min: 0, max: 1_200 }),
        faults: fc.option(fc.record({ pages: fc.integer({ min: 0, max: 6 }), forgets: fc.boolean() }), { nil: undefined }),
        rows: fc.integer({ min: 1, max: 5 }),
      }),
      { maxLength: 6 },
    ),
    mode: fc.constantFrom('append_dedup', 'append'),
    concurrency: fc.integer({ min: 1, max: 3 }),
  })
  .map(({ manners: of, changes, runs, mode, concurrency }) => ({
    manners: of,
    mode,
    concurrency,
    versions: changes
      .toSorted((one, other) => one.at - other.at)
      .map(({ id, at, late }) => ({
        id,
        at: start + Math.floor(at * seconds),
        seenAt: start + Math.floor((at + late * (of.lookback + of.settle)) * seconds),
      })),
    runs: runs.map((run) => ({ ...run, at: start + run.at * seconds })).toSorted((one, other) => one.at - other.at),
  }))

const end = start + 3_600 * seconds

/** Every version that readers must have in the end: the last one of each record. */
function expected(versions: readonly Version[]): Map<number, number> {
  return new Map([...shownAt(versions, end)].map(([id, { version }]) => [id, version]))
}

/** What readers have: of rows that are appended, the last version of each record that is among them. */
function versionsIn({ rows }: Landed): Map<number, number> {
  const found = new Map<number, number>()
  for (const [, { id, version }] of rows as readonly (readonly [string, Record<string, number>])[])
    if (version! >= (found.get(id!) ?? -1)) found.set(id!, version!)
  return found
}

async function toldBy({ manners: of, versions, runs, mode, concurrency }: Story) {
  const vendor = changingVendor(of, versions, Date.now)
  const play = async (landed: Landed | undefined, all: readonly Run[]) => {
    const { destination, landings } = memoryDestination(landed)
    for (const { at, faults, rows } of all) {
      vi.setSystemTime(at)
      vendor.behave(faults)
      await sync({ source: vendor.reader, destination, streams: ['orders'], mode, concurrency, batch: { rows } })
    }
    return landings
  }
  return { landings: await play(undefined, runs), play }
}

/** The first one ends the pass that was cut off, and need not see what has changed since that one began. */
const last: readonly Run[] = [end, end + seconds].map((at) => ({ at, faults: undefined, rows: 5 }))

test('nothing is lost to interruptions, late writes or equal timestamps, whichever state is resumed; no cursor goes back', async () => {
  await fc.assert(
    fc.asyncProperty(story, fc.nat(), async (told, chosen) => {
      const { landings, play } = await toldBy(told)
      const [whole, again] = [await play(landings.at(-1), last), await play(landings[chosen % landings.length], last)]
      const wanted = expected(told.versions)
      expect([versionsIn(whole.at(-1)!), versionsIn(again.at(-1)!)]).toEqual([wanted, wanted])
      const time = timesOf(told.manners)
      const latest = new Map<string, number>()
      for (const landed of [...landings, ...whole]) {
        const read = Math.max(...landed.rows.map(([, row]) => time(row['at'] as CursorValue)))
        for (const [of, cursor] of cursorsOf(landed)) {
          if (cursor === null) continue
          expect(time(cursor)).toBeGreaterThanOrEqual(latest.get(of) ?? -Infinity)
          expect(time(cursor)).toBeLessThanOrEqual(read)
          latest.set(of, time(cursor))
        }
      }
    }),
    { numRuns: 60 },
  )
})

const stamp = fc.integer({ min: start, max: start + 86_400_000 })

test('a cursor’s rules order values like their times, and ask for everything after what they save', () => {
  fc.assert(
    fc.property(anyManners, stamp, stamp, stamp, (of, one, other, readAt) => {
      const { lookback, settle, boundary } = of
      const rules = cursorRules(statedCursor(of))
      const time = timesOf(of)
      const [low, high] = [stampOf(of, Math.min(one, other)), stampOf(of, Math.max(one, other))]
      expect([rules.read(low), rules.isAfter(low, high)]).toEqual([low, false])
      expect(rules.isAfter(high, low)).toBe(time(high) > time(low))
      const saved = rules.saved(high, readAt)
      expect(rules.saved(saved, readAt)).toEqual(saved)
      expect(time(rules.saved(low, readAt))).toBeLessThanOrEqual(time(saved))
      expect(time(saved)).toBeLessThanOrEqual(time(high))
      const since = time(rules.since(saved))
      // The oldest stamp that must come again; a vendor whose filter is exclusive gives what is after the value alone.
      const oldest = of.type === 'number' ? time(saved) : time(stampOf(of, time(saved) - lookback * seconds))
      expect(boundary === 'exclusive' ? since < oldest : since <= oldest).toBe(true)
      if (of.type !== 'number') expect(time(saved)).toBeLessThanOrEqual(readAt - settle * seconds)
    }),
    { numRuns: 300 },
  )
})
