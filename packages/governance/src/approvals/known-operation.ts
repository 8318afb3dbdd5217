import type { AnyConnector } from '@portico/core'
import { compileConnector, type CompiledOperation } from '@portico/core/definition'
import { ApprovalError } from './approval-error.ts'

interface Named {
  readonly connector: string
  readonly operation: string
}

/** Finds the operation among the connectors. Throws an `ApprovalError` if none has it. */
export function knownOperation(connectors: readonly AnyConnector[], { connector, operation }: Named): CompiledOperation {
  const compiled = compiledConnector(connectors, connector)
  if (!compiled) throw new ApprovalError('changed', `there is no connector ${connector} here: decide where it is installed`)
  const found = Object.hasOwn(compiled.operations, operation) ? compiled.operations[operation] : undefined
  if (!found) throw new ApprovalError('changed', `${connector} has no operation ${operation} (any more)`)
  return found
}

/** Throws an `ApprovalError` if the connector is present but differs from the one the call was requested with. */
export function checkUnchanged(
  connectors: readonly AnyConnector[],
  asked: Named & { readonly connectorVersion: string; readonly pin: string },
): void {
  const compiled = compiledConnector(connectors, asked.connector)
  if (!compiled) return
  if (compiled.version === asked.connectorVersion && knownOperation(connectors, asked).pin() === asked.pin) return
  const what = `${asked.connector}.${asked.operation}`
  throw new ApprovalError('changed', `${what} has changed since it was requested: request the call again`)
}

function compiledConnector(connectors: readonly AnyConnector[], id: string) {
  const connector = connectors.find(({ vendor }) => vendor.id === id)
  return connector && compileConnector(connector)
}
