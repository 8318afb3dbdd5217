import { bearer, type Answer } from '@portico/core'

/** What the odd vendors have in common, so that each shows its oddity alone. */
export const common = {
  title: { en: 'Odd', ar: 'غريب' },
  vendorVersion: '1',
  auth: { token: bearer() },
  failures: {
    read: ({ body }: Answer) => ({ code: body?.error as string | undefined, message: body?.message as string | undefined }),
    codes: { duplicate: 'conflict', busy: 'unavailable' },
  },
  defaults: { timeoutMs: 1_000, totalTimeoutMs: 5_000, retry: { attempts: 3, firstWaitMs: 1 }, sensitivity: 'S1' },
  facts: { source: 'https://odd.example', verifiedAt: '2026-11-24' },
} as const

/** A write that needs no decision, so that a test is about the wire. */
export const write = {
  sideEffect: 'internal_write',
  reversibility: 'R0',
  approval: 'A0',
  rollback: { manual: 'By hand.' },
} as const

export const bound = {
  tenantId: 'acme',
  actor: { type: 'executor_system', id: 'test' },
  credentials: { token: 'odd-token-1' },
} as const
