import { join } from 'node:path'
import type { ActionType } from 'node-plop'
import { templates } from './templates.ts'

export function addWholeConnector(folder: string): ActionType[] {
  return [
    {
      type: 'addMany',
      base: join(templates, 'connector'),
      templateFiles: `${join(templates, 'connector')}/**/*.hbs`,
      destination: folder,
      globOptions: { dot: true },
    },
  ]
}
