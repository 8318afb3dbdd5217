import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { startVitest } from 'vitest/node'

// Runs the tests of the package in the current folder and writes the results that the repo's totals are summed from.
// A result of an earlier run must not be counted for one that dies before it writes its own.
const results = join(process.cwd(), 'test-results')
rmSync(results, { recursive: true, force: true })
const vitest = await startVitest('test', process.argv.slice(2), {
  run: true,
  watch: false,
  root: process.cwd(),
  config: join(import.meta.dirname, 'config.ts'),
  reporters: ['default', 'json'],
  outputFile: { json: join(results, 'vitest.json') },
})
await vitest.close()
