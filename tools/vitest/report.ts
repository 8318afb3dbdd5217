/** The part of a Vitest report (its `json` reporter) that the repo's tools read. */
export interface VitestReport {
  readonly success: boolean
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numPendingTests: number
  readonly numTodoTests: number
  readonly testResults: readonly TestedFile[]
}

/** One file of tests; `name` is its absolute path. */
export interface TestedFile {
  readonly name: string
  readonly status: string
  readonly assertionResults: readonly { readonly status: string }[]
}

/** The report of some of a run's files, as if only they had been run. */
export function reportOf(testResults: readonly TestedFile[]): VitestReport {
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults)
  const count = (status: string): number => tests.filter((test) => test.status === status).length
  const passed = count('passed')
  const failed = count('failed')
  const todo = count('todo')
  return {
    success: testResults.every(({ status }) => status === 'passed'),
    numPassedTests: passed,
    numFailedTests: failed,
    numPendingTests: tests.length - passed - failed - todo,
    numTodoTests: todo,
    testResults,
  }
}
