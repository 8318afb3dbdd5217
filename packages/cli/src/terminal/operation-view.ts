import type { Origin } from '@portico/core'
import { exampleCall, exampleCommand } from '../describe/example-call.ts'
import { facadeOf } from '../describe/facade.ts'
import type { JsonSchema } from '../describe/json-schema.ts'
import type { OperationDescription } from '../describe/operation-description.ts'
import { schemaFields, typeOf } from '../describe/schema-fields.ts'
import type { Output } from './output.ts'
import { alignedRows } from './table.ts'

/** An operation for people: the nine fields of the facade, its input and output, examples and pin. */
export function operationLines(operation: OperationDescription, origin: Origin | undefined, output: Output): string[] {
  const { style, width } = output
  const { title, contract } = operation
  const heading = (text: string): string[] => ['', style.bold(text)]
  const where = typeof origin === 'string' ? origin : `origin ${operation.origin}, which comes with the token`
  return [
    `${style.bold(operation.qualifiedName)} · ${operation.kind}${title ? ` · ${title.en} · ${title.ar}` : ''}`,
    operation.summary,
    `${style.cyan(operation.route)} ${style.dim(`at ${where}`)}`,
    ...heading('Facade'),
    ...alignedRows(
      facadeOf(operation).map(({ field, says }) => [`  ${style.dim(field)}`, says]),
      { width, last: 'wrap' },
    ),
    ...(contract.alreadyDone.length > 0
      ? [`  ${style.dim('already done if the vendor answers')} ${contract.alreadyDone.join(', ')}`]
      : []),
    ...heading('Input'),
    ...fieldLines(contract.input, output),
    ...heading('Output'),
    ...('deliver' in contract.output ? [`  ${String(contract.output.deliver)}`] : fieldLines(contract.output, output)),
    ...heading('Examples'),
    ...contract.examples.flatMap((example) => [
      ...exampleCall(operation, example, 'client')
        .split('\n')
        .map((line) => `  ${line}`),
      `  ${style.dim(exampleCommand(operation, example))}`,
    ]),
    ...heading('Pin'),
    `  ${operation.pin}`,
    '',
    style.dim(`portico describe ${operation.qualifiedName} --schema prints the JSON Schemas`),
  ]
}

function fieldLines(schema: JsonSchema, { style, width }: Output): string[] {
  const item = (schema['type'] === 'array' ? schema['items'] : undefined) as JsonSchema | undefined
  const fields = schemaFields(item ?? schema)
  if (fields.length === 0) return [`  ${schema['type'] === 'object' ? 'nothing' : typeOf(schema)}`]
  const rows = fields.map(({ path, type, required, note }) => [
    `  ${required ? style.bold(path) : path}`,
    required ? 'required' : '',
    style.cyan(type),
    note,
  ])
  return [...(item ? [style.dim('  each item of the list:')] : []), ...alignedRows(rows, { width, last: 'wrap' })]
}
