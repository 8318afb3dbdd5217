import { bearer, createPortico, defineVendor, header } from '@portico/core'
import { openStore } from '@portico/governance'
import { httpServer, toolset } from '@portico/mcp'
import * as z from 'zod'

// One of several instances on one store, killed at any moment.
const [url, origin] = process.argv.slice(2) as [string, string]
const vendor = defineVendor({
  id: 'desk',
  title: { en: 'Desk', ar: 'مكتب' },
  vendorVersion: '1',
  origins: { api: 'https://desk.example' },
  auth: { token: bearer() },
  failures: { read: ({ body }) => ({ code: body?.code, message: body?.message }), codes: {} },
  defaults: {
    timeoutMs: 2_000,
    retry: { attempts: 2, firstWaitMs: 1 },
    sensitivity: 'S1',
    idempotency: header('Idempotency-Key', '24h'),
  },
  facts: { source: 'tools/chaos/mcp-tasks/server.ts', verifiedAt: '2026-11-28' },
})
const exportTickets = vendor.job('POST /exports', {
  summary: 'Export the tickets of a queue.',
  input: z.object({ queue: z.string() }),
  output: z.array(z.object({ id: z.string() })),
  pick: 'tickets',
  sideEffect: 'internal_write',
  reversibility: 'R0',
  approval: 'A0',
  audit: { entity: { type: 'export', id: 'output.id' } },
  rollback: { manual: 'Delete it by hand.' },
  handle: { schema: z.object({ id: z.string() }), read: ({ body }) => ({ id: body?.id }) },
  poll: { request: 'GET /exports/{id}', everyMs: 100, state: ({ body }) => (body?.state === 'done' ? 'done' : 'running') },
  result: { request: 'GET /exports/{id}/tickets' },
  owner: 'Support',
  withinMs: 60_000,
  examples: [{ queue: 'it' }],
})
const store = await openStore(url)
const portico = createPortico({
  connectors: { desk: vendor.connector({ version: '1.0.0', operations: { exportTickets } }) },
  connections: { credentials: () => ({ credentials: { token: 'desk-token-1' } }) },
  origins: { desk: { api: origin } },
  store,
  audit: store.audit,
  ledger: store.ledger,
})
const server = httpServer(toolset(portico, { desk: '*' }), {
  caller: { client: 'agent-1', tenantId: 'acme', actor: { type: 'executor_system', id: 'chaos' } },
  intents: store.intents,
  tasks: { store: store.tasks, everyMs: 50 },
})
process.on('disconnect', () => process.exit(0))
process.send!(await server.listen())
