import { join } from 'node:path'
import type { ActionType } from 'node-plop'
import { templates } from './templates.ts'

/** The entry `./webhooks` with its test. */
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
    { type: 'modify', path: join(folder, 'package.json'), transform: withEntry },
  ]
}

interface Manifest {
  readonly exports: Readonly<Record<string, string>>
  readonly publishConfig: { readonly exports: Readonly<Record<string, object>> }
}

function withEntry(text: string): string {
  const manifest = JSON.parse(text) as Manifest
  const { publishConfig } = manifest
  const published = { types: './dist/webhooks.d.ts', default: './dist/webhooks.js' }
  const changed = {
    ...manifest,
    exports: { ...manifest.exports, './webhooks': './src/webhooks.ts' },
    publishConfig: { ...publishConfig, exports: { ...publishConfig.exports, './webhooks': published } },
  }
  return `${JSON.stringify(changed, null, 2)}\n`
}
