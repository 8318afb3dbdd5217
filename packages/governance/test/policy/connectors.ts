import { bearer, defineVendor, header, none } from '@portico/core'
import * as z from 'zod'

const identity = {
  vendorVersion: '1',
  auth: { token: bearer() },
  failures: { read: () => ({}), codes: {} },
  defaults: { timeoutMs: 1_000, retry: false, sensitivity: 'S1' },
  facts: { source: 'https://vendor.example', verifiedAt: '2026-11-28' },
} as const

const shopVendor = defineVendor({
  ...identity,
  id: 'shop',
  title: { en: 'Shop', ar: 'متجر' },
  origins: { api: 'https://shop.example' },
})
const createRefund = shopVendor.command('POST /refunds', {
  summary: 'Gives money back.',
  input: z.object({
    charge: z.string(),
    amount: z.int().positive().optional(),
    reason: z.enum(['duplicate', 'fraudulent']).optional(),
  }),
  output: z.object({ id: z.string() }),
  sideEffect: 'external_commitment',
  reversibility: 'R3',
  approval: 'A3',
  sensitivity: 'S2',
  idempotency: header('Idempotency-Key', '24h'),
  audit: { entity: { type: 'refund', id: 'output.id' } },
  rollback: { irreversible: 'Money that was given back is gone.' },
  examples: [{ charge: 'ch_1', amount: 5, reason: 'duplicate' }],
})
const listCharges = shopVendor.query('GET /charges', {
  summary: 'Charges.',
  input: z.object({ limit: z.int().optional() }),
  output: z.array(z.object({ id: z.string() })),
  examples: [{ limit: 1 }],
})

/** A vendor that moves money. */
export const shop = shopVendor.connector({ version: '1.0.0', operations: { createRefund, listCharges } })

const formsVendor = defineVendor({
  ...identity,
  id: 'forms',
  title: { en: 'Forms', ar: 'نماذج' },
  origins: { api: 'https://forms.example' },
})
const send = formsVendor.command('POST /forms', {
  summary: 'Sends a form.',
  input: z.object({
    secret: z.string(),
    person: z.object({ email: z.string(), name: z.string() }),
    rate: z.number().optional(),
    note: z.string().nullable(),
    either: z.union([z.string(), z.number()]),
    tags: z.array(z.string()),
    free: z.record(z.string(), z.unknown()),
  }),
  output: z.object({ id: z.string() }),
  sideEffect: 'internal_write',
  reversibility: 'R0',
  approval: 'A0',
  idempotency: none('it is sent once'),
  audit: { entity: { type: 'form', id: 'output.id' }, redact: ['secret', 'person.email'] },
  rollback: { manual: 'Delete it.' },
  examples: [{ secret: 's', person: { email: 'e', name: 'n' }, rate: 1.5, note: null, either: 1, tags: [], free: {} }],
})

/** A vendor whose inputs have every shape. */
export const forms = formsVendor.connector({ version: '1.0.0', operations: { send } })
