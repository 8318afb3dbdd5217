import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Handover } from '../handover/handover.ts'
import { SkipReasons } from './skip-reasons.ts'

// Tests the package in the current folder, unless it was tested together with others, and writes the results from which the
// repo's totals are summed. An earlier result must not be counted for a run that dies before writing its own.
const results = join(process.cwd(), 'test-results')
const report = join(results, 'vitest.json')
rmSync(results, { recursive: true, force: true })

const tested = Handover.current()?.take(process.env['TURBO_HASH'] ?? '')
if (tested === undefined) {
  const { startVitest } = await import('vitest/node')
  const vitest = await startVitest('test', process.argv.slice(2), {
    run: true,
    watch: false,
    root: process.cwd(),
    config: join(import.meta.dirname, 'config.ts'),
    reporters: ['default', 'json', new SkipReasons()],
    outputFile: { json: report },
  })
  await vitest.close()
} else {
  mkdirSync(results)
  writeFileSync(report, JSON.stringify(tested))
  console.log(`tested together with others: ${tested.numPassedTests} passed, ${tested.numFailedTests} failed`)
  process.exitCode = tested.success ? 0 : 1
}
