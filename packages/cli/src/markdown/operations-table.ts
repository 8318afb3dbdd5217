import type { ConnectorDescription } from '../describe/connector-description.ts'
import type { OperationDescription } from '../describe/operation-description.ts'
import { anchor, code, prose, table } from './text.ts'

/** Every operation on one line: what it is, where it goes and who must approve. `linked` names the page with the details. */
export function operationsTable({ operations }: ConnectorDescription, linked: string): string {
  const columns = ['operation', 'what it does', 'route', 'approval', 'class', 'idempotency', 'rollback']
  return table(
    columns,
    operations.map((operation) => row(operation, linked)),
  )
}

function row(operation: OperationDescription, linked: string): string[] {
  const { name, kind, summary, approval, idempotency, rollback } = operation
  return [
    `[${code(name)}](${linked}${anchor(name)})${kind === 'query' ? '' : ` ${kind}`}`,
    prose(summary),
    code(operation.route),
    approval.approval,
    `${approval.reversibility} ${approval.sensitivity}`,
    idempotency?.by ?? '–',
    rollback ? rollbackCell(rollback) : '–',
  ]
}

function rollbackCell(rollback: NonNullable<OperationDescription['rollback']>): string {
  if (rollback.by === 'operation') return code(rollback.operation)
  return rollback.by === 'person' ? 'by a person' : 'irreversible'
}
