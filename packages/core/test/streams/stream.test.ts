import { bearer, defineVendor } from '@portico/core'
import { catalogOf, cursor, defineSource, sliceKey, stream } from '@portico/core/streams'
import { expect, test } from 'vitest'
import * as z from 'zod'
import { loadedModules } from '../fixture/loaded-modules.ts'

const identity = {
  title: { en: 'Desk', ar: 'مكتب' },
  vendorVersion: '1',
  origins: { api: 'https://desk.example' },
  auth: { token: bearer() },
  failures: { read: () => ({}), codes: {} },
  defaults: { timeoutMs: 1_000, retry: { attempts: 2 }, sensitivity: 'S1' },
  facts: { source: 'https://desk.example', verifiedAt: '2026-11-24' },
} as const
const vendor = defineVendor({ ...identity, id: 'desk' })
const other = defineVendor({ ...identity, id: 'other' })
const stated = {
  summary: 'Tickets.',
  title: { en: 'Tickets', ar: 'تذاكر' },
  record: z.object({ id: z.int(), updated_at: z.string(), body: z.string().optional() }),
  primaryKey: ['id'],
  deletes: 'unseen',
  freshness: '1h',
  owner: 'Support',
  consumers: [{ name: 'weekly report', kind: 'report' }],
  sensitivity: 'S1',
  sensitiveFields: { body: 'S3' },
  schemaChanges: 'evolve',
} as const
const growing = {
  field: 'updated_at',
  since: 'since',
  precision: 's',
  boundary: 'inclusive',
  order: 'ascending',
  state: 'global',
} as const
const slice = z.object({ queue: z.string() })
/** What the compiler refuses, said all the same: JavaScript asks no compiler. */
const loosely = (definition: object) => () => stream(vendor, 'GET /tickets' as never, { ...stated, ...definition } as never)

test('a catalog tells what a stream is, as plain data', () => {
  const settings = z.object({ queues: z.array(z.string()) })
  const tickets = stream(vendor, 'GET /queues/{queue}/tickets', {
    ...stated,
    settings,
    slice,
    slices: ({ queues }) => queues.map((queue) => ({ queue })),
    page: cursor('next'),
    cursor: { ...growing, state: 'slice' },
  })
  const answers = stream(vendor, 'GET /tickets/{ticket}/answers', {
    ...stated,
    slice: z.object({ ticket: z.int() }),
    parent: { stream: tickets, slice: ({ id }) => ({ ticket: id }), onlyChanged: true },
  })
  const catalog = catalogOf(defineSource(vendor, { version: '1.0.0', streams: { tickets, answers } }))
  expect(JSON.parse(JSON.stringify(catalog))).toEqual(catalog)
  expect(catalog).toMatchObject([
    {
      name: 'tickets',
      primaryKey: ['id'],
      modes: ['full_refresh', 'incremental'],
      cursorField: 'updated_at',
      parent: undefined,
      settings: { required: ['queues'] },
      schema: { required: ['id', 'updated_at'] },
      consumers: [{ kind: 'report' }],
      sensitiveFields: { body: 'S3' },
    },
    { name: 'answers', modes: ['full_refresh'], parent: 'tickets', settings: undefined },
  ])
  expect(tickets.definition.slices!({ queues: ['a', 'b'] })).toEqual([{ queue: 'a' }, { queue: 'b' }])
})

test.each([
  ['primaryKey', { primaryKey: [] }, 'primaryKey names no field'],
  ['primaryKey', { primaryKey: ['body'] }, 'body is not a required field'],
  ['cursor', { cursor: { ...growing, field: 'gone' } }, 'gone is not a required field'],
  ['cursor', { cursor: { ...growing, field: 'updated_at.day' } }, 'updated_at.day is not a required field'],
  ['cursor', { cursor: { ...growing, state: 'slice' } }, 'there are no slices'],
  ['cursor', { cursor: growing, slice, slices: () => [] }, "added later would lose what is older than it: state 'slice'"],
  ['cursor', { cursor: { ...growing, lookback: 'a while' } }, "'a while' is not a duration"],
  ['deletes', { deletes: { field: 'gone' } }, 'gone is not a field'],
  ['deletes', { deletes: { tombstone: { where: '', is: true } } }, 'name what marks a record'],
  ['sensitiveFields', { sensitiveFields: { gone: 'S3' } }, 'gone is not a field'],
  ['slice', { slice }, 'nothing says which'],
  ['slices', { slices: () => [] }, 'state slice'],
  ['origin', { origin: 'files' }, 'the vendor declares no files'],
  ['owner', { owner: ' ' }, 'so that somebody answers for'],
  ['freshness', { freshness: '0s' }, 'write a time above 0'],
])('%s that can not hold is refused in a sentence', (_, definition, message) => {
  expect(loosely(definition)).toThrow(message)
})

test.each(['DELETE /tickets', 'PUT /tickets', 'PATCH /tickets', 'HEAD /tickets', 'delete /tickets', '/tickets'])(
  'a stream that does not read is refused when it is stated: %s',
  (route) => {
    expect(() => stream(vendor, route as 'GET /tickets', stated)).toThrow('a stream only reads')
  },
)

test('a source refuses streams of another vendor, names that no tool can take, and a parent that is left out', () => {
  const tickets = stream(vendor, 'GET /tickets', stated)
  const parent = { stream: tickets, slice: ({ id }: { id: number }) => ({ queue: String(id) }) }
  const answers = stream(vendor, 'GET /queues/{queue}/answers', { ...stated, slice, parent })
  const sourceOf = (streams: object) => () => defineSource(vendor, { version: '1.0.0', streams: streams as never })
  expect(sourceOf({ tickets: stream(other, 'GET /tickets', stated) })).toThrow('is of other')
  expect(sourceOf({ 'all-tickets': tickets })).toThrow('camel case')
  expect(sourceOf({ answers })).toThrow('parent that is not among the streams')
})

test('a cursor may lie deeper in the record', () => {
  const record = z.object({ id: z.int(), change: z.object({ at: z.string(), by: z.string().optional() }) })
  const changes = stream(vendor, 'GET /changes', {
    ...stated,
    record,
    sensitiveFields: {},
    cursor: { ...growing, field: 'change.at' },
  })
  expect(catalogOf(defineSource(vendor, { version: '1.0.0', streams: { changes } }))[0]!.cursorField).toBe('change.at')
  const optional = { record, sensitiveFields: {}, cursor: { ...growing, field: 'change.by' } }
  expect(loosely(optional)).toThrow('change.by is not a required field')
})

test('the request of a stream may take fields of its slice', () => {
  const messages = stream(vendor, 'POST /messages', {
    ...stated,
    slice,
    slices: () => [{ queue: 'a' }],
    fields: ({ slice: { queue } }) => ({ queue, limit: 100 }),
    encode: 'form',
  })
  const { fields } = messages.definition
  expect(typeof fields === 'function' && fields({ slice: { queue: 'a' } })).toEqual({ queue: 'a', limit: 100 })
})

test('a slice has one key, however its fields are ordered', () => {
  expect(sliceKey({ repo: 'b', owner: 'a' })).toBe(sliceKey({ owner: 'a', repo: 'b' }))
  expect(sliceKey({ owner: 'a' })).not.toBe(sliceKey({ owner: ['a'] }))
  expect(sliceKey(undefined)).toBe('')
})

test('the entry loads nothing of the runtime plane', () => {
  const folders = new Set([...loadedModules('streams.ts')].map((file) => file.split('/')[0]))
  expect(folders).toEqual(new Set(['canonical', 'contract', 'pin', 'streams', 'streams.ts']))
})
