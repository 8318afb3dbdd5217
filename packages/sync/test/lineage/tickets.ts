import { bearer, defineVendor } from '@portico/core'
import { catalogOf, defineSource, stream } from '@portico/core/streams'
import * as z from 'zod'
import type { LineageTransport, RunEvent, SyncRun } from '../../src/lineage.ts'

const desk = defineVendor({
  id: 'desk',
  title: { en: 'Desk', ar: 'مكتب' },
  vendorVersion: '1',
  origins: { api: 'https://desk.example' },
  auth: { token: bearer() },
  failures: { read: () => ({}), codes: {} },
  defaults: { timeoutMs: 1_000, retry: { attempts: 2 }, sensitivity: 'S1' },
  facts: { source: 'https://desk.example', verifiedAt: '2026-11-24' },
})
const tickets = stream(desk, 'GET /tickets', {
  summary: 'Tickets of every queue.',
  title: { en: 'Tickets', ar: 'تذاكر' },
  record: z.object({
    id: z.int(),
    subject: z.string().nullish(),
    state: z.enum(['open', 'closed']),
    tags: z.array(z.string()),
    opener: z.object({ id: z.int(), email: z.string().nullish() }).nullish(),
  }),
  primaryKey: ['id'],
  deletes: 'unseen',
  freshness: '1h',
  owner: 'Support',
  consumers: [],
  sensitivity: 'S1',
  sensitiveFields: { opener: 'S3' },
  schemaChanges: 'evolve',
})

export const deskVendor = desk.identity

export const run: SyncRun = {
  tenantId: 'acme',
  stream: catalogOf(defineSource(desk, { version: '1.0.0', streams: { tickets } }))[0]!,
  input: { namespace: 'https://desk.example', name: 'desk.tickets' },
  output: { namespace: 'postgres://db.example:5432', name: 'warehouse.desk.tickets' },
  overwrites: false,
}

/** Keeps what it is sent. */
export function memoryLineage(): LineageTransport & { readonly events: readonly RunEvent[] } {
  const events: RunEvent[] = []
  return {
    events,
    send: async (event) => {
      events.push(event)
    },
    close: async () => {},
  }
}
