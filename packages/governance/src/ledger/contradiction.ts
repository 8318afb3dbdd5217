import type { IncidentReport, Severity } from '@portico/core'
import type { ProofRow } from './ledger-tables.ts'

/** On R2 and R3, and if nothing is known of the call, it stops a release. */
export function severityOf(proof: Pick<ProofRow, 'reversibility'> | undefined): Severity {
  return proof === undefined || proof.reversibility === 'R2' || proof.reversibility === 'R3' ? 'V3' : 'V2'
}

export function contradiction(tenantId: string, callId: string, severity: Severity, title: string, at: number): IncidentReport {
  const when = new Date(at).toISOString()
  return {
    tenantId,
    source: 'ledger',
    kind: 'ledger_contradiction',
    subject: `call/${callId}`,
    severity,
    title,
    at: when,
    causationId: callId,
  }
}
