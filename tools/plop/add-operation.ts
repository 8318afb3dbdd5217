import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ActionType } from 'node-plop'
import { insert, insertFirst, insertInto } from './insert.ts'
import type { TemplateData } from './scaffold.ts'
import { templates } from './templates.ts'

const describedRecordings = /^ {4}recordings: \[\n/m

/**
 * Adds a query in its own file, and lists it among the connector's operations, in its contract test and, where that describes
 * recordings, in its recording plan.
 */
export function addOperation(folder: string, { name, operation, parameters }: TemplateData): ActionType[] {
  const input = parameters.map((parameter) => `${parameter}: '1'`).join(', ')
  const recording = `{ operation: '${operation}', input: { ${input} }, answers: [{ body: { id: '1' } }] },`
  const plan = join(folder, 'test', 'record.ts')
  return [
    {
      type: 'add',
      path: join(folder, 'src', 'operations', `${name}.ts`),
      templateFile: join(templates, 'operation', 'operation.ts.hbs'),
    },
    insertFirst(join(folder, 'src', 'index.ts'), `import { ${operation} } from './operations/${name}.ts'`),
    insertInto(join(folder, 'src', 'index.ts'), 'operations', operation),
    insertInto(join(folder, 'test', 'contract.test.ts'), 'operations', `${operation}: {}`),
    ...(existsSync(plan) && describedRecordings.test(readFileSync(plan, 'utf8'))
      ? [insert(plan, describedRecordings, 'described recordings', (found) => `${found}      ${recording}\n`)]
      : []),
  ]
}
