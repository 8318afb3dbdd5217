import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { clearReports, readTotals, totalsLine } from '../verify/totals.ts'

const root = mkdtempSync(join(tmpdir(), 'totals-'))
afterAll(() => rmSync(root, { recursive: true }))

function report(folder: string, passed: number, failed: number, testResults: readonly object[] = []): void {
  mkdirSync(join(root, folder, 'test-results'), { recursive: true })
  const counts = { numPassedTests: passed, numFailedTests: failed, numPendingTests: 1, numTodoTests: 1 }
  writeFileSync(join(root, folder, 'test-results', 'vitest.json'), JSON.stringify({ ...counts, testResults }))
}

test('packages’ results are summed, and a file that failed before its first test counts as a failure', () => {
  report('packages/core', 5, 1)
  report('connectors/acme', 2, 0, [{ name: 'a.test.ts', status: 'failed', assertionResults: [] }])
  report('tools', 1, 0)
  expect(totalsLine(readTotals(root))).toBe('8 passed, 2 failed, 6 skipped')
})

test('an earlier run’s results do not count', () => {
  report('packages/core', 5, 0)
  clearReports(root)
  expect(totalsLine(readTotals(root))).toBe('0 passed, 0 failed')
})
