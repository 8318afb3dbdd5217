import { bearer, connect, defineVendor, type Governance, header } from '@portico/core'
import * as z from 'zod'

const vendor = defineVendor({
  id: 'bench',
  title: { en: 'Bench', ar: 'قياس' },
  vendorVersion: '1',
  origins: { api: 'https://bench.example' },
  auth: { key: bearer() },
  requestIdHeader: 'request-id',
  failures: { read: ({ body }) => ({ code: body?.error?.code, message: body?.error?.message }), codes: {} },
  defaults: {
    timeoutMs: 10_000,
    retry: { attempts: 3 },
    sensitivity: 'S2',
    idempotency: header('Idempotency-Key', '24h'),
  },
  facts: { source: 'tools/bench/call/server.ts', verifiedAt: '2026-11-24' },
})

const createCustomer = vendor.command('POST /v1/customers', {
  summary: 'Create a customer.',
  input: z.object({ email: z.email(), name: z.string().max(256).optional() }),
  output: z.object({ id: z.string(), email: z.string(), name: z.string().nullish(), created: z.int() }),
  sideEffect: 'internal_write',
  reversibility: 'R0',
  approval: 'A0',
  audit: { entity: { type: 'customer', id: 'output.id' }, redact: ['email'] },
  rollback: { manual: 'There is nothing to take back.' },
  examples: [{ email: 'buyer@shop.test', name: 'A buyer' }],
})

/** A write with everything on: validation both ways, policy, claim, proof, audit; in memory by default. */
export function governedClient(origin: string, governance: Governance = {}) {
  return connect(vendor.connector({ version: '1.0.0', operations: { createCustomer } }), {
    tenantId: 'bench',
    actor: { type: 'executor_system', id: 'bench' },
    credentials: { key: 'sk_test_bench' },
    origins: { api: origin },
    policy: { decide: () => ({ effect: 'abstain' }) },
    ...governance,
  })
}
