import type { Reversibility, Severity } from '../contract/classes.ts'
import type { Code, CommitState } from '../contract/failure.ts'

const byCode: Readonly<Record<Code, Severity>> = {
  invalid_input: 'V0',
  policy_denied: 'V1',
  approval_required: 'V0',
  approval_rejected: 'V0',
  approval_invalid: 'V1',
  idempotency_conflict: 'V1',
  in_progress: 'V0',
  outcome_unknown: 'V1',
  // A request was about to go to an undeclared host: a possible leak.
  host_not_allowed: 'V3',
  unauthenticated: 'V1',
  forbidden: 'V1',
  not_found: 'V0',
  conflict: 'V0',
  rejected: 'V0',
  rate_limited: 'V1',
  unavailable: 'V1',
  timeout: 'V1',
  cancelled: 'V0',
  contract_violation: 'V2',
}

/** A failure's severity: by its code, raised where an outcome of consequence is unknown. */
export function severityOf(code: Code, commitState: CommitState, reversibility: Reversibility): Severity {
  const consequential = reversibility === 'R2' || reversibility === 'R3'
  if (commitState === 'unknown' && consequential && byCode[code] !== 'V3') return 'V2'
  return byCode[code]
}
