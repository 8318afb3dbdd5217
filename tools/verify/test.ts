import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Handover } from '../handover/handover.ts'
import { startBroker } from '../postgres/broker.ts'
import { repoRoot } from '../workspace.ts'
import { clearReports, readTotals, totalsLine } from './totals.ts'
import { runTurbo } from './turbo.ts'
import { workTogether } from './work-together.ts'

// The commit of the reports: those of another commit prove nothing about this one, nor about what this run leaves out.
const tested = join(repoRoot, 'test-results/tested.json')
const commit = commitWithNothingBeside()
rmSync(tested, { force: true })
clearReports(repoRoot)

// Builds and tests every package, then sums the packages' results, from this run or from turbo's cache.
const args = process.argv.slice(2)
const work = await workTogether(args)
const handover = work.builds || work.tests.length > 0 ? Handover.of(work) : undefined
const postgres = await startBroker()
const status = await runTurbo(['build', 'test', '--output-logs=new-only', '--continue', ...args], {
  PORTICO_TEST_POSTGRES: postgres.origin,
  ...(handover && { PORTICO_HANDOVER: handover.folder }),
}).finally(async () => {
  handover?.remove()
  await postgres.stop()
})
// Files that were edited while the tests ran were not tested either.
if (commit !== undefined && commit === commitWithNothingBeside()) {
  mkdirSync(dirname(tested), { recursive: true })
  writeFileSync(tested, `${JSON.stringify({ commit })}\n`)
}
const totals = readTotals(repoRoot)
console.log(`\n${totalsLine(totals)}`)
process.exitCode = status !== 0 || totals.failed > 0 ? 1 : 0

function commitWithNothingBeside(): string | undefined {
  const git = (...command: string[]): string => execFileSync('git', command, { cwd: repoRoot, encoding: 'utf8' }).trim()
  try {
    return git('status', '--porcelain') === '' ? git('rev-parse', 'HEAD') : undefined
  } catch {
    // A source archive has no commit.
    return undefined
  }
}
