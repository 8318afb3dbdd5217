import type { CommitState } from '../contract/failure.ts'
import type { Receipt } from '../contract/receipt.ts'
import { ConnectorError } from '../error/connector-error.ts'
import { severityOf } from '../error/severity.ts'
import type { CompiledOperation } from './compile.ts'

/**
 * A failure after a job was started, as an error of the call that started it: whether that call may be repeated, and how to go
 * on. The handle is in the receipt.
 */
export function ofStarted(
  error: ConnectorError,
  start: CompiledOperation,
  started: Receipt,
  commitState: CommitState,
): ConnectorError {
  const { code, retryAfterMs, connector, tenantId, vendor, issues, approval } = error
  const said = error.message.slice(`${connector}.${error.operation}: `.length)
  const whole = new ConnectorError({
    code,
    message: `${said} (the job was started: its handle is in receipt.job)`,
    commitState,
    // A claimed key finds the earlier start; without a claim, the same call would start a second job.
    retryable: error.retryable && start.claims,
    retryAfterMs,
    severity: severityOf(code, commitState, start.definition.reversibility),
    connector,
    operation: start.name,
    tenantId,
    vendor,
    issues,
    approval,
    correlationId: started.correlationId,
    idempotencyKey: started.idempotencyKey,
    cause: error,
  })
  whole.receipt = started
  return whole
}
