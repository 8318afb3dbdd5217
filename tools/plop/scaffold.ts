import { existsSync } from 'node:fs'
import { join } from 'node:path'
import nodePlop from 'node-plop'
import { addOperation } from './add-operation.ts'
import { addStream } from './add-stream.ts'
import { addWebhooks } from './add-webhooks.ts'
import { addWholeConnector } from './add-whole-connector.ts'
import { camelCase } from './camel-case.ts'

type Answers = Readonly<Record<string, string>>

/** Writes and changes a generator's files below `root` and returns their paths. Never overwrites an existing file. */
export async function scaffold(root: string, generator: string, answers: Answers): Promise<readonly string[]> {
  const folder = join(root, 'connectors', answers['id']!)
  if (generator === 'connector' && existsSync(folder)) throw new RangeError(`connectors/${answers['id']} already exists`)
  if (generator !== 'connector' && !existsSync(folder)) {
    throw new RangeError(`connectors/${answers['id']} does not exist: scaffold it first`)
  }
  const data = dataOf(answers)
  const plop = await nodePlop('', { destBasePath: root, force: false })
  plop.setGenerator(generator, { description: generator, prompts: [], actions: actionsOf(generator, folder, data) })
  const { changes, failures } = await plop.getGenerator(generator).runActions(data)
  if (failures.length > 0) throw new RangeError(failures.map(({ error }) => error).join('\n'))
  return [...new Set(changes.map(({ path }) => path))]
}

/** The variables of the templates. */
export type TemplateData = ReturnType<typeof dataOf>

function dataOf(answers: Answers) {
  const camel = camelCase(answers['id']!)
  return {
    ...answers,
    camel,
    basePath: URL.parse(answers['baseUrl'] ?? '')?.pathname.replace(/\/$/, '') ?? '',
    // A title has no full stop, a sentence has one.
    titleEn: answers['summary']?.replace(/\.$/, ''),
    sentence: answers['summary']?.replace(/\.?$/, '.'),
    vendor: answers['title'] ?? answers['id'],
    header: answers['id']!.replaceAll(/(?<=^|-)[a-z]/g, (letter) => letter.toUpperCase()),
    constant: answers['id']!.toUpperCase().replaceAll('-', '_'),
    name: answers['name'] ?? '',
    operation: camelCase(answers['name'] ?? ''),
    parameters: [...(answers['route'] ?? '').matchAll(/\{\+?(\w+)\}/g)].map((match) => match[1]),
    bearer: answers['auth'] === 'bearer',
    basic: answers['auth'] === 'basic',
    standard: answers['scheme'] === 'standard',
    cursorField: answers['cursor'] === 'none' ? undefined : answers['cursor'],
    today: new Date().toISOString().slice(0, 10),
  }
}

function actionsOf(generator: string, folder: string, data: TemplateData) {
  switch (generator) {
    case 'connector':
      return addWholeConnector(folder)
    case 'operation':
      return addOperation(folder, data)
    case 'stream':
      return addStream(folder, data)
    default:
      return addWebhooks(folder)
  }
}
