import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

// Proves of each folder's `refusals.test-d.ts` that the compiler says what stands above a refusal, and refuses nothing else.

const repo = join(import.meta.dirname, '..', '..', '..')
const marker = '// @ts-expect-error '

const folders = ['contract', 'streams', 'webhooks'].map((folder) => {
  const lines = readFileSync(join(import.meta.dirname, folder, 'refusals.test-d.ts'), 'utf8').split('\n')
  const refusals = lines.flatMap((line, index) =>
    line.startsWith(marker) ? [{ line: index + 2, code: lines[index + 1]!, says: line.slice(marker.length).split(' & ') }] : [],
  )
  return { folder, lines, refusals }
})
let scratch: string
let messages: string

// One program for all folders: a compiler's start costs more than what it checks here.
beforeAll(() => {
  scratch = mkdtempSync(join(import.meta.dirname, '.refusals-'))
  // Without the expectations, the compiler prints what an author would read.
  for (const { folder, lines } of folders)
    writeFileSync(join(scratch, `${folder}.ts`), lines.map((line) => (line.startsWith(marker) ? '//' : line)).join('\n'))
  // Whether declarations can be written of it is not asked here.
  const config = { extends: join(repo, 'tsconfig.json'), compilerOptions: { declaration: false }, include: ['*.ts'], exclude: [] }
  writeFileSync(join(scratch, 'tsconfig.json'), JSON.stringify(config))
  const tsc = join(repo, 'node_modules', '.bin', 'tsc')
  messages = spawnSync(tsc, ['-p', scratch, '--noEmit', '--singleThreaded', '--pretty', 'false'], {
    cwd: scratch,
    encoding: 'utf8',
    env: { ...process.env, GOGC: 'off' },
  }).stdout
})
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

describe.each(folders)('the refusals of $folder', ({ folder, refusals }) => {
  const errors = () =>
    [...messages.matchAll(/^([a-z]+)\.ts\((\d+),\d+\)/gm)].map(({ index, 1: file, 2: line }, at, all) => ({
      file,
      line: Number(line),
      message: messages.slice(index, all[at + 1]?.index),
    }))

  test.each(refusals)('line $line is refused, and the message says so: $code', ({ line, says }) => {
    const error = errors().find((each) => each.file === folder && each.line === line)
    expect(error, `no error at line ${line}`).toBeDefined()
    for (const part of says) expect(error?.message).toContain(part)
  })

  test('nothing else is refused', () => {
    const refused = errors().filter(({ file }) => file === folder)
    expect(refused.filter(({ line }) => !refusals.some((refusal) => refusal.line === line))).toEqual([])
  })
})
