import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RecordingPlan, RecordOptions } from '@portico/testing/record'
import { fetchTransport } from '@portico/core/fetch'
import { createEmulator } from 'emulate'
import { repoRoot } from '../workspace.ts'
import type { RecordArguments } from './arguments.ts'

export interface Server {
  readonly options: RecordOptions['server']
  close(): Promise<void>
}

/** The server that a plan is recorded against. Throws a RangeError where the plan or the environment lacks something. */
export async function openServer(plan: RecordingPlan, given: RecordArguments): Promise<Server> {
  const transport = fetchTransport()
  const nothing = async (): Promise<void> => {}
  switch (given.server) {
    case 'none':
      return { options: undefined, close: nothing }
    case 'live': {
      const credentials = plan.credentials(environment)
      return { options: { source: given.source ?? `${given.connector}, live`, credentials, transport }, close: nothing }
    }
    case 'base-url': {
      const emulate = plan.emulate
      if (!emulate)
        throw new RangeError(`--base-url: the plan of ${given.connector} does not say where its origins are on that server`)
      const origins = emulate.origins(given.baseUrl!)
      return { options: { source: given.source!, credentials: emulate.credentials, origins, transport }, close: nothing }
    }
    case 'emulate': {
      const { emulate } = plan
      if (!emulate) return { options: undefined, close: nothing }
      const service = emulate.service as 'github'
      const emulator = await createEmulator({ service, port: 0, ...(emulate.seed && { seed: emulate.seed }) })
      // Emulators say localhost but listen only on 127.0.0.1.
      const baseUrl = `http://127.0.0.1:${new URL(emulator.url).port}`
      await emulate.prepare?.(baseUrl)
      return {
        options: {
          source: `emulate ${emulateVersion()}`,
          credentials: emulate.credentials,
          origins: emulate.origins(baseUrl),
          transport,
        },
        close: () => emulator.close(),
      }
    }
  }
}

function environment(name: string): string {
  const value = process.env[name]
  if (!value) throw new RangeError(`--live needs ${name} in the environment`)
  return value
}

function emulateVersion(): string {
  const manifest = join(repoRoot, 'tools', 'node_modules', 'emulate', 'package.json')
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version
}
