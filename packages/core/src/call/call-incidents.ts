import type { Severity } from '../contract/classes.ts'
import type { Code } from '../contract/failure.ts'
import type { IncidentReport, IncidentSource } from '../ports/incidents.ts'
import { endingWords } from '../send/ending.ts'
import type { Call } from './call.ts'

interface Kind {
  readonly source: IncidentSource
  readonly kind: string
  readonly title: string
}

const byCode: { readonly [C in Code]?: Kind } = {
  policy_denied: { source: 'policy', kind: 'policy_violated', title: 'a call was denied' },
  approval_invalid: {
    source: 'policy',
    kind: 'approval_misused',
    title: 'an approval does not count for the call that came with it: used before, expired, forged, or of another call',
  },
  host_not_allowed: {
    source: 'policy',
    kind: 'host_not_allowed',
    title: 'a request was about to go to an undeclared host',
  },
  contract_violation: {
    source: 'connector',
    kind: 'contract_violated',
    title: "the vendor's answer is not what the connector promises",
  },
}

/** The incident that a call's outcome raises, if any; most raise none. */
export function incidentsOf(call: Call): readonly IncidentReport[] {
  const { error, operation, binding } = call
  const { qualifiedName } = operation
  const incidents: IncidentReport[] = []
  const add = ({ source, kind, title }: Kind, subject: string, severity: Severity): void => {
    const { tenantId } = binding
    const at = new Date(binding.clock.now()).toISOString()
    const { correlationId, id: causationId } = call
    incidents.push({
      tenantId,
      source,
      kind,
      subject,
      severity,
      title: `${qualifiedName}: ${title}`,
      at,
      correlationId,
      causationId,
    })
  }
  if (call.ending && !binding.endingsTold.has(qualifiedName)) {
    binding.endingsTold.add(qualifiedName)
    const title = endingWords(call.ending, binding.clock.now())
    add({ source: 'connector', kind: 'operation_ending', title }, qualifiedName, 'V0')
  }
  if (call.openedCircuit) add(circuitOpened, `${binding.connector.id}/${binding.account}`, 'V2')
  if (!error) return incidents
  const kind = byCode[error.code]
  if (kind) add(kind, qualifiedName, error.severity)
  // Each has to be looked up and reconciled individually.
  if (operation.writes && call.commitState === 'unknown')
    add(outcomeUnknown, `${qualifiedName}/${call.idempotencyKey}`, error.severity)
  return incidents
}

const circuitOpened: Kind = {
  source: 'connector',
  kind: 'circuit_opened',
  title: 'the vendor failed several times in a row, and calls to it are stopped',
}
const outcomeUnknown: Kind = {
  source: 'workflow',
  kind: 'outcome_unknown',
  title: 'the vendor may or may not have acted: look it up and reconcile',
}
