// Each refusal is followed by what must stand in the compiler's message; refusal-messages.test.ts above reads both.
import { bearer, defineVendor } from '@portico/core'
import { defineSource, stream } from '@portico/core/streams'
import * as z from 'zod'

const vendor = defineVendor({
  id: 'desk',
  title: { en: 'Desk', ar: 'مكتب' },
  vendorVersion: '1',
  origins: { api: 'https://desk.example' },
  auth: { token: bearer() },
  failures: { read: () => ({}), codes: {} },
  defaults: { timeoutMs: 1_000, retry: { attempts: 2 }, sensitivity: 'S1' },
  facts: { source: 'https://desk.example', verifiedAt: '2026-11-24' },
})
const stated = {
  summary: 's',
  title: { en: 'Tickets', ar: 'تذاكر' },
  record: z.object({ id: z.int(), updated_at: z.string(), body: z.string().optional() }),
  primaryKey: ['id'],
  deletes: 'unseen',
  freshness: '1h',
  owner: 'Support',
  consumers: [],
  sensitivity: 'S1',
  schemaChanges: 'evolve',
} as const
const { primaryKey: _1, ...noPrimaryKey } = stated
const { owner: _2, ...noOwner } = stated
const { freshness: _3, ...noFreshness } = stated
const { deletes: _4, ...noDeletes } = stated
const { schemaChanges: _5, ...noSchemaChanges } = stated
const rest = { precision: 's', boundary: 'inclusive', order: 'ascending', state: 'global' } as const
const slice = z.object({ queue: z.string(), page: z.string().optional() })

export const tickets = stream(vendor, 'GET /tickets', { ...stated, cursor: { field: 'updated_at', since: 'since', ...rest } })
export const queued = stream(vendor, 'GET /queues/{queue}/tickets', { ...stated, slice, slices: () => [{ queue: 'a' }] })
export const answers = stream(vendor, 'GET /queues/{queue}/answers', {
  ...stated,
  slice,
  parent: { stream: tickets, slice: ({ id }) => (id > 0 ? { queue: String(id) } : undefined) },
})
const nested = z.object({ id: z.int(), change: z.object({ at: z.string(), by: z.string().optional() }) })
export const changes = stream(vendor, 'GET /changes', {
  ...stated,
  record: nested,
  cursor: { field: 'change.at', since: 'since', ...rest },
})
export const source = defineSource(vendor, { version: '1.0.0', streams: { tickets, answers } })

// @ts-expect-error Property 'primaryKey' is missing
stream(vendor, 'GET /tickets', noPrimaryKey)
// @ts-expect-error Property 'owner' is missing
stream(vendor, 'GET /tickets', noOwner)
// @ts-expect-error Property 'freshness' is missing
stream(vendor, 'GET /tickets', noFreshness)
// @ts-expect-error Property 'deletes' is missing
stream(vendor, 'GET /tickets', noDeletes)
// @ts-expect-error Property 'schemaChanges' is missing
stream(vendor, 'GET /tickets', noSchemaChanges)
// @ts-expect-error {queue} in the path is not a required field of the slice: state slice, and slices or parent that make it
stream(vendor, 'GET /queues/{queue}/tickets', stated)
// @ts-expect-error {page} in the path is not a required field of the slice
stream(vendor, 'GET /queues/{queue}/{page}', { ...stated, slice, slices: () => [{ queue: 'a' }] })
// @ts-expect-error write the route as the vendor does, method first
stream(vendor, '/tickets', stated)
// @ts-expect-error body is not a required field of the record: a cursor reads it from every one
stream(vendor, 'GET /tickets', { ...stated, cursor: { field: 'body', since: 'since', ...rest } })
// @ts-expect-error change.by is not a required field of the record: a cursor reads it from every one
stream(vendor, 'GET /changes', { ...stated, record: nested, cursor: { field: 'change.by', since: 'since', ...rest } })
// @ts-expect-error Type '"body"' is not assignable to type '"id" | "updated_at"'
stream(vendor, 'GET /tickets', { ...stated, primaryKey: ['body'] })
// @ts-expect-error Type '"gone"' is not assignable to type
stream(vendor, 'GET /tickets', { ...stated, deletes: { field: 'gone' } })
// @ts-expect-error 'secret' does not exist in type
stream(vendor, 'GET /tickets', { ...stated, sensitiveFields: { secret: 'S3' } })
// @ts-expect-error Type '"often"' is not assignable to type
stream(vendor, 'GET /tickets', { ...stated, freshness: 'often' })
const parent = { stream: tickets, slice: () => ({ queue: 3 }) }
// @ts-expect-error Type 'number' is not assignable to type 'string'
stream(vendor, 'GET /queues/{queue}/answers', { ...stated, slice, parent })
