import { checkStatement } from './check-statement.ts'
import type { AnyOperation, JobDefinition, OperationDefinition } from './operation.ts'
import type { Defaults, VendorIdentity } from './vendor-definition.ts'

const jobKeys = ['handle', 'poll', 'result', 'cancel', 'owner', 'withinMs', 'customerFacing'] as const

/**
 * Fills a vendor's defaults into an operation, so that the call path, the docs and the pins read one complete statement.
 * Throws a TypeError on one that is not allowed.
 */
export function defineOperation(
  vendor: VendorIdentity,
  kind: OperationDefinition['kind'],
  route: string,
  statement: object,
): AnyOperation {
  const given = statement as Partial<OperationDefinition> & Partial<JobDefinition>
  const defaults: Defaults = vendor.defaults
  const writes = kind !== 'query'
  const idempotency = given.idempotency ?? (writes ? defaults.idempotency : undefined)
  // A command that is sent only once has no retry to inherit.
  const retry = idempotency?.by === 'none' ? false : (given.retry ?? defaults.retry)
  const timeoutMs = given.timeoutMs ?? defaults.timeoutMs
  const definition = {
    ...given,
    kind,
    route,
    timeoutMs,
    totalTimeoutMs: given.totalTimeoutMs ?? defaults.totalTimeoutMs ?? timeoutMs * (retry ? retry.attempts : 1),
    retry,
    // Its author does not get to state the side effect of a query.
    ...(!writes && { sideEffect: 'none', reversibility: 'R0', approval: given.approval ?? 'A0' }),
    sensitivity: given.sensitivity ?? defaults.sensitivity,
    ...(idempotency && { idempotency }),
    ...(kind === 'job' && { job: Object.fromEntries(jobKeys.filter((key) => key in given).map((key) => [key, given[key]])) }),
  }
  checkStatement(vendor.id, definition as OperationDefinition, given)
  for (const key of jobKeys) delete (definition as Record<string, unknown>)[key]
  return { kind, definition: definition as OperationDefinition }
}
