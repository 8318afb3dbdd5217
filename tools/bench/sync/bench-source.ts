import { bearer, defineVendor } from '@portico/core'
import { cursor, defineSource, stream } from '@portico/core/streams'
import { httpSource, type SourceReader } from '@portico/sync'
import { benchRecord } from './bench-record.ts'

const shop = defineVendor({
  id: 'shop',
  title: { en: 'Shop', ar: 'متجر' },
  vendorVersion: '1',
  origins: { api: 'https://shop.example' },
  auth: { token: bearer() },
  failures: { read: () => ({}), codes: {} },
  defaults: { timeoutMs: 30_000, retry: { attempts: 3 }, sensitivity: 'S1' },
  facts: { source: 'https://shop.example', verifiedAt: '2026-11-28' },
})

export const shopSource = defineSource(shop, {
  version: '1.0.0',
  streams: {
    customers: stream(shop, 'GET /customers', {
      summary: 'Customers.',
      title: { en: 'Customers', ar: 'عملاء' },
      record: benchRecord,
      primaryKey: ['id'],
      pick: 'data',
      page: cursor('next', 'after'),
      cursor: {
        field: 'updated_at',
        since: 'since',
        precision: 's',
        boundary: 'inclusive',
        order: 'ascending',
        state: 'global',
      },
      deletes: 'unseen',
      freshness: '1h',
      owner: 'Bench',
      consumers: [],
      sensitivity: 'S1',
      schemaChanges: 'evolve',
    }),
  },
})

export function benchSource(origin: string): SourceReader {
  return httpSource(shopSource, { tenantId: 'bench', credentials: { token: 'bench' }, origins: { api: origin } })
}
