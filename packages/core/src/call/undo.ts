import type { Binding } from '../client/binding.ts'
import type { CallOptions } from '../contract/method.ts'
import type { Receipt } from '../contract/receipt.ts'
import type { Call } from './call.ts'
import type { CompiledOperation } from './compile.ts'
import { run } from './run.ts'

/** The rollback as a governed call of its own. Its key derives from the undone call, so that undoing twice acts once. */
export async function undo(
  operation: CompiledOperation,
  binding: Binding,
  receipt: Receipt,
  options: CallOptions,
): Promise<Call> {
  const target = operation.rollbackName === undefined ? undefined : binding.connector.operations[operation.rollbackName]
  const wrong = problemWith(operation, binding, receipt)
  if (!target || wrong !== undefined) {
    const message = `this receipt can't be undone here: ${wrong ?? 'the operation has no rollback'}`
    return run(operation, binding, undefined, options, { refuse: (call) => call.fail({ code: 'invalid_input', message }) })
  }
  const idempotencyKey = options.idempotencyKey ?? `undo:${receipt.callId}`
  return run(target, binding, receipt.undo!.input, { ...options, idempotencyKey, causationId: receipt.callId })
}

function problemWith(operation: CompiledOperation, binding: Binding, receipt: Receipt): string | undefined {
  if (receipt.connector !== binding.connector.id || receipt.operation !== operation.name) {
    return `it belongs to ${receipt.connector}.${receipt.operation}`
  }
  if (receipt.tenantId !== binding.tenantId || receipt.account !== binding.account)
    return 'it belongs to another tenant or account'
  if (receipt.commitState !== 'committed') return `nothing is known to have been done (${receipt.commitState})`
  if (!receipt.undo || receipt.undo.operation !== operation.rollbackName) return 'it holds no rollback'
  return undefined
}
