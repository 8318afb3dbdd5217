import { repoRoot } from '../workspace.ts'
import { readTotals, totalsLine } from './totals.ts'

console.log(totalsLine(readTotals(repoRoot)))
