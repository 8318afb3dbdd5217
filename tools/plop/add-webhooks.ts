import { join } from 'node:path'
import type { ActionType } from 'node-plop'
import { withEntry } from './add-entry.ts'
import { templates } from './templates.ts'

/** Adds the entry `./webhooks` with its test. */
export function addWebhooks(folder: string): ActionType[] {
  return [
    {
      type: 'add',
      path: join(folder, 'src', 'webhooks.ts'),
      templateFile: join(templates, 'webhook', 'webhooks.ts.hbs'),
    },
    {
      type: 'add',
      path: join(folder, 'test', 'webhooks.test.ts'),
      templateFile: join(templates, 'webhook', 'webhooks.test.ts.hbs'),
    },
    {
      type: 'modify',
      path: join(folder, 'package.json'),
      transform: (text: string) => withEntry(text, 'webhooks', './src/webhooks.ts'),
    },
  ]
}
