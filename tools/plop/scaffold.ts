import { existsSync } from 'node:fs'
import { join } from 'node:path'
import nodePlop from 'node-plop'

const templates = join(import.meta.dirname, '..', '..', 'templates')

const camelCase = (text: string): string => text.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())

/** Writes the files of a generator below `root` and gives their paths. Nothing that exists is overwritten. */
export async function scaffold(
  root: string,
  generator: string,
  answers: Readonly<Record<string, string>>,
): Promise<readonly string[]> {
  const folder = join(root, 'connectors', answers['id']!)
  if (generator === 'connector' && existsSync(folder)) throw new RangeError(`connectors/${answers['id']} is there already`)
  if (generator === 'operation' && !existsSync(folder))
    throw new RangeError(`connectors/${answers['id']} is not there: scaffold it first`)
  const plop = await nodePlop('', { destBasePath: root, force: false })
  plop.setGenerator(generator, {
    description: generator,
    prompts: [],
    actions: [generator === 'connector' ? wholeConnector(folder) : oneOperation(folder, answers)],
  })
  const { changes, failures } = await plop.getGenerator(generator).runActions({
    ...answers,
    camel: camelCase(answers['id']!),
    operation: camelCase(answers['name'] ?? ''),
    parameters: [...(answers['route'] ?? '').matchAll(/\{\+?(\w+)\}/g)].map((match) => match[1]),
    bearer: answers['auth'] === 'bearer',
    basic: answers['auth'] === 'basic',
    today: new Date().toISOString().slice(0, 10),
  })
  if (failures.length > 0) throw new Error(failures.map(({ error }) => error).join('\n'))
  return changes.map(({ path }) => path)
}

function wholeConnector(folder: string) {
  return {
    type: 'addMany' as const,
    base: join(templates, 'connector'),
    templateFiles: `${join(templates, 'connector')}/**/*.hbs`,
    destination: folder,
    globOptions: { dot: true },
  }
}

function oneOperation(folder: string, answers: Readonly<Record<string, string>>) {
  return {
    type: 'add' as const,
    path: join(folder, 'src', 'operations', `${answers['name']}.ts`),
    templateFile: join(templates, 'operation', 'operation.ts.hbs'),
  }
}
