import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { repoRoot } from '../workspace.ts'
import { Handover } from '../handover/handover.ts'
import type { VitestReport } from './report.ts'

// Runs the tests of several packages in one process, where a run of the whole repo asks for it, and leaves each package its report: what
// they share is loaded, and becomes fast, once for all of them.
const handover = Handover.current()
const tests = handover?.work().tests ?? []
if (handover !== undefined && tests.length > 0) {
  // Where nothing is to be tested, as in a run that the cache answers, Vitest need not be loaded.
  const { startVitest } = await import('vitest/node')
  const outputFile = join(handover.folder, 'vitest.json')
  const vitest = await startVitest(
    'test',
    tests.map(({ directory }) => `${directory}/test/`),
    {
      run: true,
      watch: false,
      root: repoRoot,
      config: join(import.meta.dirname, 'config.ts'),
      maxWorkers: availableParallelism(),
      reporters: ['default', 'json'],
      outputFile: { json: outputFile },
    },
  )
  const astray = vitest.state.getUnhandledErrors()
  await vitest.close()
  if (astray.length > 0) console.log('An error is of no test, so that it cannot be told whose it is: each package tests itself.')
  else handover.leave((JSON.parse(readFileSync(outputFile, 'utf8')) as VitestReport).testResults, repoRoot)
  // A test that failed fails the task of its package, by the report.
  process.exitCode = 0
}
