import { isFile, valueCode } from './example-code.ts'
import type { OperationDescription } from './operation-description.ts'
import { shellWord } from './shell-word.ts'

/** An example as a TypeScript call. `client` is the variable that holds the connector's client. */
export function exampleCall(operation: OperationDescription, example: unknown, client: string): string {
  const { approval, contract, kind, idempotency } = operation
  const context = [
    ...(approval.correlationId === 'required' ? ["correlationId: 'order-1042'"] : []),
    ...(kind === 'query' || idempotency?.by === 'none' ? [] : ["idempotencyKey: 'order-1042'"]),
  ]
  const given = context.length > 0 ? `, { ${context.join(', ')} }` : ''
  const before = contract.paging
    ? `for await (const item of ${client}.${operation.name}.items(`
    : `await ${client}.${operation.name}(`
  const after = contract.paging ? `${given})) console.log(item)` : `${given})`
  return before + valueCode(example, '', before.length + after.length) + after
}

/** The same as a shell command. Files, which JSON cannot hold, are separate options. */
export function exampleCommand(operation: OperationDescription, example: unknown): string {
  const files: string[] = []
  const input = JSON.stringify(example, (name, value: unknown) => {
    if (!isFile(value)) return value
    files.push(`--file ${name}=./${value.name}`)
    return undefined
  })
  const parts = [
    `portico call ${operation.qualifiedName}`,
    ...(input === '{}' ? [] : [`--input ${shellWord(input)}`]),
    ...files,
    ...(operation.approval.correlationId === 'required' ? ['--correlation-id order-1042'] : []),
  ]
  return parts.join(' ')
}
