import { startBroker } from '../postgres/broker.ts'
import { repoRoot } from '../workspace.ts'
import { readTotals, totalsLine } from './totals.ts'
import { runTurbo } from './turbo.ts'

// Builds and tests every package, then sums what the packages wrote, in this run or in the one that the cache answers for.
const postgres = await startBroker()
const status = await runTurbo(['build', 'test', '--output-logs=new-only', '--continue', ...process.argv.slice(2)], {
  PORTICO_TEST_POSTGRES: postgres.origin,
}).finally(postgres.stop)
const totals = readTotals(repoRoot)
console.log(`\n${totalsLine(totals)}`)
process.exitCode = status !== 0 || totals.failed > 0 ? 1 : 0
