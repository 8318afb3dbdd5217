import { expect, test } from 'vitest'
import { type Task, workOf } from '../verify/work-together.ts'

function task(name: string, directory: string, status: string, ...dependencies: readonly string[]): Task {
  return { task: name, hash: `${name} of ${directory}`, directory, dependencies, cache: { status } }
}
const build = (directory: string, status = 'MISS'): Task => task('build', directory, status, '//#build-together')
const tested = (directory: string, status = 'MISS'): Task => task('test', directory, status, '//#test-together')
const packages = ['packages/one', 'connectors/two']
// Turbo lists a task also for a package that has no such script.
const beside = [build('tools'), task('test', 'tools', 'MISS', '@portico/core#build')]

test('everything is done together where nothing is cached', () => {
  const tasks = [...beside, ...packages.flatMap((path) => [build(path), tested(path)])]
  const tests = packages.map((directory) => ({ hash: `test of ${directory}`, directory }))
  expect(workOf(tasks, packages)).toEqual({ tests, builds: true })
})

test('builds are not done together where one is cached or not requested', () => {
  const kept = [...beside, build('packages/one', 'HIT'), build('connectors/two'), ...packages.map((path) => tested(path))]
  expect(workOf(kept, packages)).toMatchObject({ builds: false, tests: [{}, {}] })
  expect(workOf([build('packages/one')], packages).builds).toBe(false)
})

test('one package tests itself', () => {
  expect(workOf([...beside, tested('packages/one'), tested('connectors/two', 'HIT')], packages).tests).toEqual([])
})

test('paths are the repo’s on every platform', () => {
  expect(workOf([build(String.raw`packages\one`), build('connectors/two')], packages).builds).toBe(true)
})
