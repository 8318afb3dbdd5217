import { bearer, createPortico, defineVendor, type Telemetry, type Transport } from '@portico/core'
import * as z from 'zod'

export const inputSchema = z.object({ id: z.string().min(1), note: z.string().max(200).optional() })
export const outputSchema = z.object({ id: z.string(), email: z.string(), name: z.string().nullish(), created: z.int() })
export const customer = { id: 'cus_1', email: 'buyer@shop.test', name: 'A buyer', created: 1_700_000_000 }
export const nameOf = (index: number): string => `getCustomer${index}`

/** A connector with the given number of operations, whose vendor responds at once: only the path to the vendor is measured. */
export function benchPortico(count: number, telemetry?: Telemetry) {
  const vendor = defineVendor({
    id: 'bench',
    title: { en: 'Bench', ar: 'قياس' },
    vendorVersion: '1',
    origins: { api: 'https://bench.example' },
    auth: { key: bearer() },
    failures: { read: ({ body }) => ({ code: body?.error?.code, message: body?.error?.message }), codes: {} },
    defaults: { timeoutMs: 10_000, retry: { attempts: 3 }, sensitivity: 'S1' },
    facts: { source: 'tools/bench/mcp/tools.ts', verifiedAt: '2026-11-28' },
  })
  const operations = Object.fromEntries(
    Array.from({ length: count }, (_, index) => [
      nameOf(index),
      vendor.query('GET /v1/customers/{id}', {
        summary: `Get a customer by its id, number ${index}.`,
        input: inputSchema,
        output: outputSchema,
        examples: [{ id: 'cus_1', note: 'why' }],
      }),
    ]),
  )
  return createPortico({
    connectors: { bench: vendor.connector({ version: '1.0.0', operations }) },
    connections: { credentials: () => ({ credentials: { key: 'sk_test_bench' } }) },
    policy: { decide: () => ({ effect: 'abstain' }) },
    transport: () => answersAtOnce,
    ...(telemetry && { telemetry }),
  })
}

const text = JSON.stringify(customer)
const answersAtOnce: Transport = {
  name: 'bench',
  request: async ({ origin, path }) => ({
    status: 200,
    headers: { 'content-type': 'application/json' },
    text,
    url: origin + path,
  }),
  close: async () => undefined,
}
