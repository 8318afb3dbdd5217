import { bearer, defineVendor } from '@portico/core'
import { defineSource, stream } from '@portico/core/streams'
import type { SourceReader } from '@portico/sync'
import * as z from 'zod'

const archive = defineVendor({
  id: 'archive',
  title: { en: 'Archive', ar: 'أرشيف' },
  vendorVersion: '1',
  origins: { api: 'https://archive.example' },
  auth: { token: bearer() },
  failures: { read: () => ({}), codes: {} },
  defaults: { timeoutMs: 1_000, retry: { attempts: 2 }, sensitivity: 'S1' },
  facts: { source: 'https://archive.example', verifiedAt: '2026-11-29' },
})

const archiveSource = defineSource(archive, {
  version: '1.0.0',
  streams: {
    documents: stream(archive, 'GET /documents', {
      summary: 'Documents.',
      title: { en: 'Documents', ar: 'وثائق' },
      record: z.object({ id: z.int(), body: z.string() }),
      primaryKey: ['id'],
      deletes: 'unseen',
      freshness: '1d',
      owner: 'Chaos',
      consumers: [],
      sensitivity: 'S1',
      schemaChanges: 'freeze',
    }),
  },
})

const pageBytes = 4_000_000

/** The given number of records of the given size, in pages of 4 MB that are made on demand. Every round has other texts. */
export function wideSource(records: number, bytes: number, round: number): SourceReader {
  const atOnce = Math.max(1, Math.floor(pageBytes / bytes))
  const record = (id: number) => ({ id, body: `round ${round}, document ${id} `.padEnd(bytes, `lorem ipsum ${id} `) })
  return {
    source: archiveSource,
    tenantId: 'chaos',
    account: 'default',
    async *pages() {
      for (let from = 0; from < records; from += atOnce) {
        const length = Math.min(atOnce, records - from)
        // Parsed from text, as a response would be.
        const text = JSON.stringify(Array.from({ length }, (_, index) => record(from + index)))
        const next = from + length < records ? String(from + length) : undefined
        yield { records: JSON.parse(text) as unknown[], next, bytes: text.length, waitedMs: 0 }
      }
    },
    redact: (value) => value,
    close: async () => {},
  }
}
