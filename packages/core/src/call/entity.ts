import type { AuditRow } from '../ports/audit.ts'
import type { Call } from './call.ts'
import { carried } from './traceable.ts'

/** Which thing a call was about; undefined where it failed before that was known. */
export function entityOf(call: Call): AuditRow['entity'] {
  const id = call.operation.entityId?.(call)
  return id === undefined
    ? undefined
    : { type: call.operation.definition.audit!.entity!.type, id: carried(call.binding.redact(id)) }
}
