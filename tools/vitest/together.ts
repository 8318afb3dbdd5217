import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { repoRoot } from '../workspace.ts'
import { Handover } from '../handover/handover.ts'
import { SkipReasons } from './skip-reasons.ts'
import type { VitestReport } from './report.ts'

// Runs the tests of several packages in one process, where a run of the whole repo asks for it, and leaves each package its
// report: shared code is loaded, and warms up, once for all of them.
const handover = Handover.current()
const tests = handover?.work().tests ?? []
if (handover !== undefined && tests.length > 0) {
  // If nothing has to be tested, as with a full cache, Vitest is not loaded.
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
      reporters: ['default', 'json', new SkipReasons()],
      outputFile: { json: outputFile },
    },
  )
  const astray = vitest.state.getUnhandledErrors()
  await vitest.close()
  if (astray.length > 0) console.log('An error belongs to no test, so its package is unknown: each package tests itself.')
  else handover.leave((JSON.parse(readFileSync(outputFile, 'utf8')) as VitestReport).testResults, repoRoot)
  // A failed test fails its own package's task, through the report.
  process.exitCode = 0
}
