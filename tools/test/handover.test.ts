import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { Handover } from '../handover/handover.ts'
import type { TestedFile } from '../vitest/report.ts'

const root = mkdtempSync(join(tmpdir(), 'handover-'))
afterAll(() => rmSync(root, { recursive: true }))
const packages = ['one', 'two', 'none'].map((name) => ({ hash: `hash-${name}`, directory: `packages/${name}` }))
for (const file of ['one/test/a.test.ts', 'one/test/deep/b.test.ts', 'two/test/a.test.ts', 'none/package.json']) {
  mkdirSync(dirname(join(root, 'packages', file)), { recursive: true })
  writeFileSync(join(root, 'packages', file), '')
}

function tested(file: string, ...statuses: readonly string[]): TestedFile {
  return {
    name: join(root, 'packages', file),
    status: statuses.includes('failed') ? 'failed' : 'passed',
    assertionResults: statuses.map((status) => ({ status })),
  }
}

test('each package takes the report of its own files, by the hash of what was tested', () => {
  const handover = Handover.of({ tests: packages, builds: false })
  expect(handover.work()).toEqual({ tests: packages, builds: false })
  const files = [
    tested('one/test/a.test.ts', 'passed', 'skipped', 'todo'),
    tested('two/test/a.test.ts', 'passed', 'failed'),
    tested('one/test/deep/b.test.ts', 'passed'),
  ]
  handover.leave(files, root)
  expect(handover.take('hash-one')).toEqual({
    success: true,
    numPassedTests: 2,
    numFailedTests: 0,
    numPendingTests: 1,
    numTodoTests: 1,
    testResults: [files[0], files[2]],
  })
  expect(handover.take('hash-two')).toMatchObject({ success: false, numPassedTests: 1, numFailedTests: 1 })
  expect(handover.take('hash-none')).toMatchObject({ success: true, numPassedTests: 0, testResults: [] })
  expect(handover.take('hash of another state of one')).toBeUndefined()
  handover.remove()
  expect(handover.take('hash-one')).toBeUndefined()
})

test('a package with a missing test file gets no report, and passes or fails by its own run', () => {
  const handover = Handover.of({ tests: packages, builds: false })
  handover.leave([tested('one/test/a.test.ts', 'passed'), tested('two/test/a.test.ts', 'passed')], root)
  expect(handover.take('hash-one')).toBeUndefined()
  expect(handover.take('hash-two')).toMatchObject({ success: true, numPassedTests: 1 })
  handover.remove()
})

test('a file that failed before its first test fails its package', () => {
  const handover = Handover.of({ tests: packages, builds: false })
  handover.leave([{ ...tested('two/test/a.test.ts'), status: 'failed' }], root)
  expect(handover.take('hash-two')).toMatchObject({ success: false, numFailedTests: 0 })
  handover.remove()
})

test('packages are built together where that was requested and done', () => {
  const handover = Handover.of({ tests: [], builds: true })
  expect(handover.work().builds).toBe(true)
  expect(handover.built).toBe(false)
  handover.leaveBuilds()
  expect(handover.built).toBe(true)
  handover.remove()
  expect(handover.built).toBe(false)
})
