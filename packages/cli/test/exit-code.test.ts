import type { Code, CommitState } from '@portico/core'
import { expect, test } from 'vitest'
import { exitCodeOf } from '../src/failure.ts'

// Scripts rely on these: a change here is a breaking one.
test.each<[code: Code, commitState: CommitState, exitCode: number]>([
  ['invalid_input', 'not_sent', 2],
  ['unauthenticated', 'not_sent', 2],
  ['host_not_allowed', 'not_sent', 2],
  ['idempotency_conflict', 'not_sent', 2],
  ['unavailable', 'not_sent', 2],
  ['timeout', 'not_sent', 2],
  ['approval_required', 'not_sent', 3],
  ['policy_denied', 'not_sent', 1],
  ['approval_rejected', 'not_sent', 1],
  ['unauthenticated', 'refused', 1],
  ['host_not_allowed', 'refused', 1],
  ['forbidden', 'refused', 1],
  ['not_found', 'refused', 1],
  ['conflict', 'refused', 1],
  ['rejected', 'refused', 1],
  ['contract_violation', 'refused', 1],
  ['rate_limited', 'not_sent', 5],
  ['rate_limited', 'refused', 5],
  ['in_progress', 'not_sent', 5],
  ['unavailable', 'refused', 5],
  ['timeout', 'refused', 5],
  ['timeout', 'unknown', 4],
  ['outcome_unknown', 'unknown', 4],
  ['cancelled', 'unknown', 4],
  ['contract_violation', 'committed', 4],
  ['cancelled', 'not_sent', 130],
])('%s, %s: %i', (code, commitState, exitCode) => {
  expect(exitCodeOf({ code, commitState })).toBe(exitCode)
})
