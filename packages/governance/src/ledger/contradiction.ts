import type { Severity } from '@portico/core'
import type { IncidentReport } from '../incidents/incident-sink.ts'
import type { ProofRow } from './ledger-tables.ts'

/** On R2 and R3 it stops a release; so does one about which nothing is known. */
export function severityOf(proof: Pick<ProofRow, 'reversibility'> | undefined): Severity {
  return proof === undefined || proof.reversibility === 'R2' || proof.reversibility === 'R3' ? 'V3' : 'V2'
}

export function contradiction(tenantId: string, callId: string, severity: Severity, summary: string, at: number): IncidentReport {
  return { tenantId, kind: 'ledger_contradiction', severity, key: callId, summary, detail: { callId }, at }
}
