import type { AuditRow } from '../ports/audit.ts'
import type { Call } from './call.ts'
import { carried } from './traceable.ts'

/** The entity a call was about; undefined where the call failed before that was known. */
export function entityOf(call: Call): AuditRow['entity'] {
  const id = call.operation.entityId?.(call)
  return id === undefined
    ? undefined
    : { type: call.operation.definition.audit!.entity!.type, id: carried(call.binding.redact(id)) }
}
