import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runPortico } from './fixture/run-portico.ts'

let folder: string

const suite = {
  name: 'customers',
  expectations: [
    { type: 'expect_column_values_to_be_unique', kwargs: { column: 'email' } },
    { type: 'expect_table_row_count_to_be_between', kwargs: { min_value: { $PARAMETER: 'least' } } },
  ],
}
const facts = {
  name: 'crm.customers',
  owner: 'Data Platform',
  consumers: [{ name: 'Monthly statement', kind: 'report' }],
  sensitivity: 'S1',
  sensitiveFields: { email: 'S3' },
}

const write = (name: string, document: unknown): string => {
  const file = join(folder, name)
  writeFileSync(file, typeof document === 'string' ? document : JSON.stringify(document))
  return file
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'portico-quality-'))
  const instance = await DuckDBInstance.create(join(folder, 'warehouse.duckdb'))
  const connection = await instance.connect()
  await connection.run("create table sound (email varchar); insert into sound values ('a@x.example'), ('b@x.example')")
  await connection.run("create table repeated (email varchar); insert into repeated values ('a@x.example'), ('a@x.example')")
  connection.closeSync()
  instance.closeSync()
  write('suite.json', suite)
  write('facts.json', facts)
  write('public.json', { ...facts, sensitiveFields: {} })
  write('unread.json', { ...facts, sensitiveFields: {}, consumers: [] })
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

const run = (table: string, stated: string, ...more: string[]) =>
  runPortico(
    [
      'quality',
      'run',
      '--suite',
      'suite.json',
      '--dataset',
      `duckdb:warehouse.duckdb#${table}`,
      '--facts',
      stated,
      '--parameter',
      'least=1',
      ...more,
    ],
    {
      cwd: folder,
    },
  )

test.each([
  ['sound', 'facts.json', 0, 'passed'],
  ['repeated', 'unread.json', 1, 'V1'],
  ['repeated', 'public.json', 6, 'V2'],
  ['repeated', 'facts.json', 7, 'stop ship'],
])('a table that is %s, with %s, ends with %i', async (table, stated, code, word) => {
  const ran = await run(table, stated)
  expect(ran.code).toBe(code)
  expect(ran.stdout).toContain(word)
  expect(ran.stdout).not.toContain('@x.example')
})

test('the result is written as Great Expectations does, and judged the same when read back', async () => {
  const { stdout } = await run('repeated', 'facts.json', '--out', 'result.json', '--json')
  const judgement = JSON.parse(stdout) as { resultSha256: string; verdict: string }
  expect(judgement.verdict).toBe('stop_ship')
  const written = readFileSync(join(folder, 'result.json'), 'utf8')
  expect(written).not.toContain('@x.example')
  const imported = await runPortico(['quality', 'import', 'result.json', '--facts', 'facts.json', '--json'], { cwd: folder })
  expect(imported.code).toBe(7)
  const { judgements } = JSON.parse(imported.stdout) as { judgements: { resultSha256: string }[] }
  expect(judgements[0]!.resultSha256).toBe(judgement.resultSha256)
})

test('a truncated or altered result is an error, not a pass', async () => {
  await run('sound', 'facts.json', '--out', 'sound.json')
  const whole = readFileSync(join(folder, 'sound.json'), 'utf8')
  write('cut.json', whole.slice(0, whole.length / 2))
  write('altered.json', whole.replace('"successful_expectations": 2', '"successful_expectations": 1'))
  for (const [file, words] of [
    ['cut.json', 'not a complete JSON document'],
    ['altered.json', 'statistics.successful_expectations: says 1, and the results show 2'],
  ] as const) {
    const { code, stdout, stderr } = await runPortico(['quality', 'import', file, '--facts', 'facts.json'], { cwd: folder })
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain(words)
    expect(stderr.trim().split('\n')).toHaveLength(1)
  }
})

test.each([
  ['no table', ['--dataset', 'duckdb:warehouse.duckdb'], 'names no table'],
  ['a missing file', ['--dataset', 'duckdb:none.duckdb#sound'], 'is not there'],
  ['a missing table', ['--dataset', 'duckdb:warehouse.duckdb#nobody'], 'nobody'],
  ['another kind', ['--dataset', 'mysql://x#y'], 'its kind is not known'],
  ['an unresponsive server', ['--dataset', 'postgres://u:hidden@127.0.0.1:1/db#t'], 'can’t be reached'],
  ['invalid facts', ['--facts', 'suite.json'], 'facts'],
  ['a parameter without a value', ['--parameter', 'least'], 'has no name and value'],
])('%s is one line and exit 2', async (_name, more, words) => {
  const { code, stdout, stderr } = await run('sound', 'facts.json', ...more)
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toContain(words)
  expect(stderr).not.toContain('hidden')
  expect(stderr.trim().split('\n')).toHaveLength(1)
})
