import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { ActionType } from 'node-plop'
import { withEntry } from './add-entry.ts'
import { insert } from './insert.ts'
import type { TemplateData } from './scaffold.ts'
import { templates } from './templates.ts'

/** A stream in a file of its own; the first one makes the entry `./streams`, with its test. */
export function addStream(folder: string, { name, operation }: TemplateData): ActionType[] {
  const index = join(folder, 'src', 'streams', 'index.ts')
  const file = (path: string, template: string): ActionType => ({
    type: 'add',
    path,
    templateFile: join(templates, 'stream', template),
  })
  const own = file(join(folder, 'src', 'streams', `${name}.ts`), 'stream.ts.hbs')
  if (existsSync(index)) {
    return [
      own,
      insert(index, /^/, () => `import { ${operation} } from './${name}.ts'\n`),
      insert(index, /^ {2}streams: \{\n/m, (found) => `${found}    ${operation},\n`),
      insert(index, /^export \{ /m, (found) => `${found}${operation}, `),
    ]
  }
  return [
    own,
    file(index, 'index.ts.hbs'),
    file(join(folder, 'test', 'streams.test.ts'), 'streams.test.ts.hbs'),
    {
      type: 'modify',
      path: join(folder, 'package.json'),
      transform: (text: string) => withEntry(text, 'streams', './src/streams/index.ts'),
    },
  ]
}
