import { rmSync } from 'node:fs'
import type { TestProject } from 'vitest/node'
import { scratchFolder } from '../vitest/scratch-folder.ts'
import { startBroker } from './broker.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Provides the address of the run's PostgreSQL, which the first request starts. */
    readonly postgresBroker: string
  }
}

/** A run of the whole repository has one broker for all packages; a run of one package has its own. */
export async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const shared = process.env['PORTICO_TEST_POSTGRES']
  const broker = shared === undefined ? await startBroker() : { origin: shared, stop: async () => undefined }
  provide('postgresBroker', broker.origin)
  const scratch = scratchFolder()
  process.env['TMPDIR'] = scratch
  return async () => {
    await broker.stop()
    rmSync(scratch, { recursive: true, force: true })
  }
}
