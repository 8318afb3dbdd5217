import { bearer, defineVendor } from '@portico/core'
import { cursor, defineSource, stream } from '@portico/core/streams'
import { httpSource, type SourceReader } from '@portico/sync'
import * as z from 'zod'

const store = defineVendor({
  id: 'store',
  title: { en: 'Store', ar: 'مخزن' },
  vendorVersion: '1',
  origins: { api: 'https://store.example' },
  auth: { token: bearer() },
  failures: { read: () => ({}), codes: {} },
  defaults: { timeoutMs: 10_000, retry: { attempts: 4, firstWaitMs: 2, longestWaitMs: 5 }, sensitivity: 'S1' },
  facts: { source: 'https://store.example', verifiedAt: '2026-11-28' },
})
const stated = {
  summary: 'Things.',
  title: { en: 'Things', ar: 'أشياء' },
  record: z.object({ id: z.int(), box: z.string(), value: z.string(), updated_at: z.iso.datetime() }),
  primaryKey: ['id'],
  pick: 'data',
  page: cursor('next', 'after'),
  deletes: { tombstone: { where: 'deleted', is: true } },
  freshness: '1h',
  owner: 'Chaos',
  consumers: [],
  sensitivity: 'S1',
  schemaChanges: 'evolve',
} as const
const growing = { field: 'updated_at', since: 'since', precision: 's', boundary: 'inclusive', order: 'ascending' } as const

const source = defineSource(store, {
  version: '1.0.0',
  streams: {
    things: stream(store, 'GET /things', { ...stated, cursor: { ...growing, state: 'global' } }),
    boxedThings: stream(store, 'GET /boxes/{box}', {
      ...stated,
      settings: z.object({ boxes: z.array(z.string()) }),
      slice: z.object({ box: z.string() }),
      slices: ({ boxes }) => boxes.map((box) => ({ box })),
      cursor: { ...growing, state: 'slice' },
    }),
    allThings: stream(store, 'GET /all', { ...stated, deletes: 'unseen' }),
  },
})

export function thingSource(origin: string): SourceReader {
  return httpSource(source, { tenantId: 'chaos', credentials: { token: 'chaos' }, origins: { api: origin } })
}

/** Streams by the tables they land in. */
export const tables = { things: 'things', boxedThings: 'boxed_things', allThings: 'all_things' } as const
