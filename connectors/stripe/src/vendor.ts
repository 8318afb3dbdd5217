import { bearer, defineVendor, header, ratePerSecond } from '@portico/core/contract'
import { apiVersion } from './api-version.ts'
import { failures } from './failures.ts'

export const stripeVendor = defineVendor({
  id: 'stripe',
  title: { en: 'Stripe', ar: 'سترايب' },
  vendorVersion: apiVersion,
  origins: { api: 'https://api.stripe.com', files: 'https://files.stripe.com' },
  headers: { 'Stripe-Version': apiVersion },
  auth: { key: bearer() },
  requestIdHeader: 'request-id',
  failures,
  // 25 a second is each endpoint's own limit in live mode and the whole account's in a sandbox; no response tells what is left.
  limits: ratePerSecond(25),
  defaults: {
    timeoutMs: 30_000,
    retry: { attempts: 3, firstWaitMs: 500, longestWaitMs: 5_000 },
    sensitivity: 'S2',
    // Kept for at least 24 hours, for every v1 POST. DELETE takes no key: such a command declares its own strategy.
    idempotency: header('Idempotency-Key', '24h'),
    encode: 'form',
    arrays: 'brackets',
  },
  support: {
    // https://docs.stripe.com/sdks/versioning and /upgrades, 2026-11-28: neither names an end.
    vendor: 'Breaking changes come with a new version, twice a year; no end of older ones is announced.',
    majorsForMonths: 12,
  },
  sdks: ['stripe', '@stripe/agent-toolkit'],
  facts: {
    source:
      'https://docs.stripe.com/api/versioning, /api/idempotent_requests, /api/pagination, /api/errors, /error-codes, /rate-limits; stripe-node 23.1.0',
    verifiedAt: '2026-11-24',
  },
})
