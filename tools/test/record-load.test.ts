import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'portico-record-'))
  mkdirSync(join(folder, 'connectors'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** In a process of its own: a test's runner loads modules in its own way. */
function loading(text: string): string {
  const file = join(folder, 'connectors', 'record.ts')
  writeFileSync(file, text)
  const module = pathToFileURL(join(import.meta.dirname, '../record/load-plan.ts')).href
  const script = `const { loadPlan } = await import(${JSON.stringify(module)})
try { console.log(Object.keys(await loadPlan(${JSON.stringify(file)}))) } catch (error) { console.log(error.name, error.message) }`
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
    encoding: 'utf8',
    cwd: join(import.meta.dirname, '../..'),
  })
  return stdout
}

test.each([
  [
    "\nthrow new TypeError('vendor desk: odd')",
    /^RecordingError .*record\.ts does not load: TypeError: vendor desk: odd \(.*:2:7\)\n$/,
  ],
  ['const = 1', /^RecordingError .*record\.ts does not load: SyntaxError: Unexpected token/],
  ["import 'nowhere'", /^RecordingError .*record\.ts does not load: Error: Cannot find package 'nowhere'/],
  ['export const plans = {}', /^RecordingError .*record\.ts exports no plan/],
  ['export const plan = { calls: [] }', /^\[ 'calls' \]\n$/],
])('a plan of %j', (text, told) => {
  expect(loading(text)).toMatch(told)
})
