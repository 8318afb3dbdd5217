import { exampleCall } from '../describe/example-call.ts'
import { isFile } from '../describe/example-code.ts'
import { facadeOf } from '../describe/facade.ts'
import type { JsonSchema } from '../describe/json-schema.ts'
import type { OperationDescription } from '../describe/operation-description.ts'
import { schemaFields, typeOf } from '../describe/schema-fields.ts'
import { code, fenced, prose, table } from './text.ts'

/** What is the same for every operation is stated at the top of the page. */
const saidOnce: ReadonlySet<string> = new Set(['version', 'observability'])

/** Everything an operation declares, as a section of its connector's page. */
export function operationSection(operation: OperationDescription): string {
  const { contract, title } = operation
  const alreadyDone = contract.alreadyDone.map(code).join(', ')
  return [
    `### ${operation.name}`,
    [...(title ? [`**${title.en}** · <span dir="rtl" lang="ar">${title.ar}</span>`] : []), prose(operation.summary)].join('\n\n'),
    `${code(operation.route)} · ${operation.kind} · origin ${code(operation.origin)}`,
    table(
      ['facade field', 'what is stated'],
      facadeOf(operation)
        .filter(({ field }) => !saidOnce.has(field))
        .map(({ field, says }) => [field, prose(says)]),
    ),
    ...(alreadyDone === ''
      ? []
      : [`The vendor's ${alreadyDone} may mean that the effect was there before: the call then succeeds.`]),
    fieldsTable('Input', contract.input),
    outputPart(contract.output),
    fenced('ts', contract.examples.map((example) => exampleCall(operation, example, 'client')).join('\n')),
    ...(contract.examples.some(holdsFile) ? ['`fileFromPath` is exported by `@portico/core/files`.'] : []),
    `Pin: ${code(operation.pin)}`,
  ].join('\n\n')
}

function outputPart(output: OperationDescription['contract']['output']): string {
  if ('deliver' in output) return `Output: ${String(output.deliver)}.`
  return fieldsTable('Output', output)
}

function fieldsTable(side: 'Input' | 'Output', schema: JsonSchema): string {
  const item = (schema['type'] === 'array' ? schema['items'] : undefined) as JsonSchema | undefined
  const fields = schemaFields(item ?? schema)
  const whole = item ? `each item of a list` : ''
  if (fields.length === 0) return side === 'Input' ? 'Input: none.' : `Output: ${code(typeOf(schema))}.`
  const rows = fields.map(({ path, type, required, note }) => [code(path), code(type), required ? 'yes' : '', prose(note)])
  return table([`${side}${whole === '' ? '' : `, ${whole}`}`, 'type', 'required', ''], rows)
}

function holdsFile(example: unknown): boolean {
  return typeof example === 'object' && example !== null && Object.values(example).some(isFile)
}
