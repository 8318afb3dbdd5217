import { basename } from 'node:path'
import { performance } from 'node:perf_hooks'
import { Handover } from '../handover/handover.ts'

// Builds the package in the current folder into `dist`, unless it was built together with others.
const folder = process.cwd()
if (Handover.current()?.built) console.log(`${basename(folder)}: built together with others`)
else {
  // The compilers are loaded only if there is something to compile.
  const { buildPackages } = await import('./build-packages.ts')
  const started = performance.now()
  try {
    await buildPackages([folder])
    console.log(`${basename(folder)}: built in ${Math.round(performance.now() - started)} ms`)
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  }
}
