import { globSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { VitestReport } from '../vitest/report.ts'

/** How many tests passed, failed and were skipped. */
export interface Totals {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}

/**
 * Removes all results of earlier runs. Turbo restores those that its cache has; whatever is there afterwards belongs to this run,
 * and a package that it did not reach has none.
 */
export function clearReports(root: string): void {
  for (const file of reportsIn(root)) rmSync(file)
}

function reportsIn(root: string): string[] {
  return globSync('{packages/*,connectors/*,tools}/test-results/vitest.json', { cwd: root }).map((file) => join(root, file))
}

/** Sums the results of the packages' last test runs. A file that failed before its first test counts as one failure. */
export function readTotals(root: string): Totals {
  return reportsIn(root)
    .map((file) => JSON.parse(readFileSync(file, 'utf8')) as VitestReport)
    .map((report) => ({
      passed: report.numPassedTests,
      failed:
        report.numFailedTests +
        report.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length,
      skipped: report.numPendingTests + report.numTodoTests,
    }))
    .reduce(
      (sum, next) => ({
        passed: sum.passed + next.passed,
        failed: sum.failed + next.failed,
        skipped: sum.skipped + next.skipped,
      }),
      {
        passed: 0,
        failed: 0,
        skipped: 0,
      },
    )
}

/** The totals as one line, the skipped ones named only where there are any. */
export function totalsLine({ passed, failed, skipped }: Totals): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}
