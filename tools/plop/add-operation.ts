import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { ActionType } from 'node-plop'
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

/** Changes one place of a file; a file in which the place is not found is left as it is, and said. */
function insert(path: string, place: RegExp, change: (found: string) => string): ActionType {
  return {
    type: 'modify',
    path,
    transform: (text: string) => {
      if (!place.test(text)) throw new Error(`${path} has no line like ${place.source}: list the operation there by hand`)
      return text.replace(place, change)
    },
    skip: () => (existsSync(path) ? undefined : `${path} is not there: list the operation where its tests are`),
  }
}
