import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ActionType } from 'node-plop'
import { withEntry } from './add-entry.ts'
import { insert, insertFirst, insertInto } from './insert.ts'
import type { TemplateData } from './scaffold.ts'
import { templates } from './templates.ts'

/** Adds a stream in its own file, with its tests; the first one creates the entry `./streams`. */
export function addStream(folder: string, data: TemplateData): ActionType[] {
  const { name, operation } = data
  const index = join(folder, 'src', 'streams', 'index.ts')
  const own = file(join(folder, 'src', 'streams', `${name}.ts`), 'stream.ts.hbs')
  const contract = join(folder, 'test', 'stream-contract.test.ts')
  if (existsSync(index)) {
    return [
      own,
      insertFirst(index, `import { ${operation} } from './${name}.ts'`),
      insertInto(index, 'streams', operation),
      insert(index, /^export \{ /m, "line that begins with 'export { '", (found) => `${found}${operation}, `),
      insertInto(contract, 'streams', `${operation}: {}`),
      ...planned(folder, /^ {6}recordings: \[\n/m, (found) => found + recordingsOf(data)),
    ]
  }
  return [
    own,
    file(index, 'index.ts.hbs'),
    file(join(folder, 'test', 'streams.test.ts'), 'streams.test.ts.hbs'),
    file(contract, 'stream-contract.test.ts.hbs', { credentials: credentialsIn(join(folder, 'test', 'contract.test.ts')) }),
    ...planned(folder, /^\}\)\n(?![^]*^\}\)\n)/m, (found) => `${streamsOf(data)}${found}`),
    ...planned(folder, /^export const plan\b|^\/\*\*[^\n]*\n+export const plan\b/m, (found) => `${importOf(data)}\n${found}`),
    {
      type: 'modify',
      path: join(folder, 'package.json'),
      transform: (text: string) => withEntry(text, 'streams', './src/streams/index.ts'),
    },
  ]
}

function file(path: string, template: string, data: object = {}): ActionType {
  return { type: 'add', path, templateFile: join(templates, 'stream', template), data }
}

/** A change to the recording plan, where that describes recordings: an emulated server's have to be recorded. */
function planned(folder: string, place: RegExp, change: (found: string) => string): ActionType[] {
  const plan = join(folder, 'test', 'record.ts')
  const text = existsSync(plan) ? readFileSync(plan, 'utf8') : ''
  return /^ {4}recordings: \[\n/m.test(text) && place.test(text) ? [insert(plan, place, 'place for it', change)] : []
}

/** The fields that the connector's own contract test passes, since only the vendor's auth schemes say what they are. */
function credentialsIn(contract: string): string {
  const text = existsSync(contract) ? readFileSync(contract, 'utf8') : ''
  return /^ {2}credentials: (.*),$/m.exec(text)?.[1] ?? '{}'
}

function importOf({ camel }: TemplateData): string {
  return `import { ${camel}Source } from '../src/streams/index.ts'\n`
}

function streamsOf(data: TemplateData): string {
  return `  streams: {
    source: ${data.camel}Source,
    described: {
      source: 'nobody has read it yet, ${data.today}',
      recordings: [
${recordingsOf(data)}      ],
    },
  },
`
}

/** Made up, like the stream's own fields. */
function recordingsOf({ operation, cursorField }: TemplateData): string {
  const at = (day: number): string => (cursorField === undefined ? '' : `, ${cursorField}: '2026-01-0${day}T00:00:00Z'`)
  const record = (day: number): string => `{ id: '${day}'${at(day)} }`
  const lines = [
    `{ stream: '${operation}', scenario: 'pages', answers: [{ body: { data: [${record(1)}], next_cursor: '1' } }, { body: { data: [${record(2)}] } }] },`,
    ...(cursorField === undefined
      ? []
      : [
          `{ stream: '${operation}', scenario: 'since', since: '2026-01-02T00:00:00Z', answers: [{ body: { data: [${record(2)}] } }] },`,
        ]),
    `{ stream: '${operation}', scenario: 'empty', answers: [{ body: { data: [] } }] },`,
  ]
  return lines.map((line) => `        ${line}\n`).join('')
}
