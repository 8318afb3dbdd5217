import { join } from 'node:path'
import type { ActionType } from 'node-plop'
import { insert } from './insert.ts'
import type { TemplateData } from './scaffold.ts'
import { templates } from './templates.ts'

/** A query in a file of its own, listed with the connector's operations, in its contract test and in its recording plan. */
export function addOperation(folder: string, { name, operation, parameters }: TemplateData): ActionType[] {
  const input = parameters.map((parameter) => `${parameter}: '1'`).join(', ')
  const recording = `{ operation: '${operation}', input: { ${input} }, answers: [{ body: { id: '1' } }] },`
  return [
    {
      type: 'add',
      path: join(folder, 'src', 'operations', `${name}.ts`),
      templateFile: join(templates, 'operation', 'operation.ts.hbs'),
    },
    insert(join(folder, 'src', 'index.ts'), /^/, () => `import { ${operation} } from './operations/${name}.ts'\n`),
    insert(join(folder, 'src', 'index.ts'), /^ {2}operations: \{\n/m, (found) => `${found}    ${operation},\n`),
    insert(join(folder, 'test', 'contract.test.ts'), /^ {2}operations: \{\n/m, (found) => `${found}    ${operation}: {},\n`),
    insert(join(folder, 'test', 'record.ts'), /^ {4}recordings: \[\n/m, (found) => `${found}      ${recording}\n`),
  ]
}
