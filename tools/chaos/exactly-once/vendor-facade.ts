import { bearer, claim, defineVendor, field, header, lookup, none, upsert } from '@portico/core'
import * as z from 'zod'

/** A vendor with one operation per idempotency strategy. A separate process counts its effects by intent. */
const vendor = defineVendor({
  id: 'chaos',
  title: { en: 'Chaos', ar: 'فوضى' },
  vendorVersion: '1',
  origins: { api: 'https://chaos.example' },
  auth: { key: bearer() },
  failures: {
    read: ({ body }) => ({ code: body?.code, message: body?.message }),
    codes: { busy: { code: 'unavailable', commitState: 'refused' }, absent: 'not_found' },
  },
  defaults: { timeoutMs: 2_000, totalTimeoutMs: 4_000, retry: { attempts: 3, firstWaitMs: 5 }, sensitivity: 'S1' },
  facts: { source: 'tools/chaos/exactly-once/vendor.ts', verifiedAt: '2026-11-28' },
})

const Intent = z.object({ intent: z.string() })
const Effect = z.object({ id: z.string() })

const write = {
  input: Intent,
  output: Effect,
  sideEffect: 'internal_write',
  reversibility: 'R0',
  approval: 'A0',
  audit: { entity: { type: 'effect', id: 'output.id' } },
  rollback: { manual: 'There is nothing to take back.' },
  examples: [{ intent: 'intent-1' }],
} as const

const findEffect = vendor.query('GET /effects/{intent}', {
  summary: 'The effect of an intent.',
  input: Intent,
  output: Effect,
  examples: [{ intent: 'intent-1' }],
})
const byHeader = vendor.command('POST /header', {
  ...write,
  summary: 'The vendor knows the key from a header.',
  idempotency: header('idempotency-key', '24h'),
})
const byField = vendor.command('POST /field', {
  ...write,
  summary: 'The vendor knows the key from the body.',
  idempotency: field('key', '24h', 'text'),
})
const byUpsert = vendor.command('PUT /upsert/{intent}', {
  ...write,
  summary: 'Sending it again writes the same state.',
  idempotency: upsert,
})
const byLookup = vendor.command('POST /lookup', {
  ...write,
  summary: 'The vendor is asked before a second sending.',
  idempotency: lookup(findEffect, {
    input: ({ input }: { input: z.output<typeof Intent> }) => ({ intent: input.intent }),
    found: ({ output }) => output,
    absent: 'not_found',
    settle: '20ms',
  }),
})
const byClaim = vendor.command('POST /claim', { ...write, summary: 'The claim alone stops a second one.', idempotency: claim })
const byNone = vendor.command('POST /none', {
  ...write,
  summary: 'Sent once.',
  idempotency: none('the vendor offers nothing'),
})

export const chaosConnector = vendor.connector({
  version: '1.0.0',
  operations: { findEffect, byHeader, byField, byUpsert, byLookup, byClaim, byNone },
})

export const strategies = ['byHeader', 'byField', 'byUpsert', 'byLookup', 'byClaim', 'byNone'] as const
export type Strategy = (typeof strategies)[number]
