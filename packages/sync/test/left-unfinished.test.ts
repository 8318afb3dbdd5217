import { planStreams, type StreamPlan, type StreamState } from '@portico/sync'
import { bearer, defineVendor } from '@portico/core'
import { cursor, defineSource, lastItem, pageNumber, stream } from '@portico/core/streams'
import { expect, test } from 'vitest'
import * as z from 'zod'
import { openPass } from '../src/run/pass.ts'

const shop = defineVendor({
  id: 'shop',
  title: { en: 'Shop', ar: 'متجر' },
  vendorVersion: '1',
  origins: { api: 'https://shop.example' },
  auth: { token: bearer() },
  failures: { read: () => ({}), codes: {} },
  defaults: { timeoutMs: 1_000, retry: { attempts: 2 }, sensitivity: 'S1' },
  facts: { source: 'https://shop.example', verifiedAt: '2026-11-29' },
})
const stated = {
  summary: 's',
  title: { en: 'Orders', ar: 'طلبات' },
  record: z.object({ id: z.int(), at: z.iso.datetime() }),
  primaryKey: ['id'],
  deletes: 'unseen',
  freshness: '1h',
  owner: 'Sales',
  consumers: [],
  sensitivity: 'S1',
  schemaChanges: 'freeze',
} as const
const growing = {
  field: 'at',
  since: 'since',
  precision: 's',
  boundary: 'inclusive',
  order: 'ascending',
  state: 'global',
} as const
const source = defineSource(shop, {
  version: '1.0.0',
  streams: {
    counted: stream(shop, 'GET /orders', { ...stated, page: pageNumber('page') }),
    cursored: stream(shop, 'GET /orders', { ...stated, page: cursor('next') }),
    listed: stream(shop, 'GET /orders', { ...stated, page: lastItem('after', 'more') }),
    growing: stream(shop, 'GET /orders', { ...stated, page: pageNumber('page'), cursor: growing }),
    whole: stream(shop, 'GET /orders', stated),
  },
})

const now = new Date('2026-11-29T12:00:00Z')
const [counted, cursored, listed, byValue, whole] = planStreams(source, ['counted', 'cursored', 'listed', 'growing', 'whole'])

const hoursAgo = (hours: number): string => new Date(now.getTime() - hours * 3_600_000).toISOString()

/** The pass that a run opens, where another one was begun so many hours ago, and left in the middle at its second page. */
function opened(plan: StreamPlan, hours: number, runId = 'this run', landedHoursAgo?: number) {
  const overwrites = plan.mode === 'overwrite'
  const landed = landedHoursAgo === undefined ? {} : { landedAt: hoursAgo(landedHoursAgo) }
  const pass = { id: 'left', startedAt: hoursAgo(hours), ...landed, overwrites, full: false, range: null, high: null }
  const saved: StreamState = {
    version: 2,
    generation: 4,
    cursorField: plan.definition.cursor?.field ?? null,
    cursor: null,
    pass,
    lastPass: null,
    completedAt: null,
  }
  const slice = {
    version: 2,
    cursor: null,
    position: null,
    pass: { id: 'left', since: null, from: null, next: '2', high: null, done: false },
  }
  const options = { full: false, runId, range: undefined, gated: false, now }
  return openPass(plan, { stream: saved, slices: new Map([['', slice]]) }, options)
}

test('an interrupted reading is resumed after a weekend', () => {
  for (const plan of [counted!, cursored!]) {
    expect(opened(plan, 71)).toMatchObject({ resumed: true, restarted: undefined, generation: 4, pass: { id: 'left' } })
  }
})

test('later its pages may have moved: everything is read again, into an empty generation, and the reason is reported', () => {
  for (const plan of [counted!, cursored!]) {
    const pass = opened(plan, 73)
    expect(pass).toMatchObject({
      resumed: false,
      staging: 'new',
      generation: 4,
      pass: { id: 'this run', startedAt: now.toISOString() },
    })
    expect(pass.restarted).toContain('2026-11-26T11:00:00.000Z was left unfinished')
  }
})

test('a longer reading is resumed if its last page landed within that time', () => {
  for (const plan of [counted!, cursored!]) {
    expect(opened(plan, 1_000, 'this run', 71)).toMatchObject({ resumed: true, restarted: undefined, pass: { id: 'left' } })
    expect(opened(plan, 1_000, 'this run', 73).restarted).toContain('left unfinished at 2026-11-26T11:00:00.000Z')
  }
})

test('readings that resume after a record or a value, or have no pages, and a run’s own pass never expire', () => {
  for (const plan of [listed!, byValue!, whole!])
    expect(opened(plan, 1_000)).toMatchObject({ resumed: true, restarted: undefined })
  expect(opened(counted!, 1_000, 'left')).toMatchObject({ resumed: true, restarted: undefined })
})
