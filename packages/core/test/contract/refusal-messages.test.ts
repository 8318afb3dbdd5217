import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'

const folder = import.meta.dirname
const repo = join(folder, '..', '..', '..', '..')
const marker = '// @ts-expect-error '
const lines = readFileSync(join(folder, 'refusals.test-d.ts'), 'utf8').split('\n')
const refusals = lines.flatMap((line, index) =>
  line.startsWith(marker) ? [{ line: index + 2, code: lines[index + 1]!, says: line.slice(marker.length).split(' & ') }] : [],
)
let messages: string
let scratch: string

beforeAll(() => {
  // Without the expectations, the compiler prints what an author would read.
  scratch = mkdtempSync(join(folder, '.refusals-'))
  writeFileSync(join(scratch, 'refusals.ts'), lines.map((line) => (line.startsWith(marker) ? '//' : line)).join('\n'))
  const config = { extends: join(repo, 'tsconfig.json'), include: ['refusals.ts'], exclude: [] }
  writeFileSync(join(scratch, 'tsconfig.json'), JSON.stringify(config))
  const tsc = join(repo, 'node_modules', '.bin', 'tsc')
  messages = spawnSync(tsc, ['-p', scratch, '--noEmit', '--pretty', 'false'], { cwd: scratch, encoding: 'utf8' }).stdout
})
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

test.each(refusals)('line $line is refused, and the message says so: $code', ({ line, says }) => {
  const starts = [...messages.matchAll(/^refusals\.ts\((\d+),\d+\)/gm)]
  const at = starts.findIndex((match) => Number(match[1]) === line)
  expect(at, `no error at line ${line}`).toBeGreaterThanOrEqual(0)
  const message = messages.slice(starts[at]!.index, starts[at + 1]?.index)
  for (const part of says) expect(message).toContain(part)
})

test('nothing else is refused', () => {
  const at = new Set([...messages.matchAll(/^refusals\.ts\((\d+),/gm)].map((match) => Number(match[1])))
  expect([...at].filter((line) => !refusals.some((refusal) => refusal.line === line))).toEqual([])
})
