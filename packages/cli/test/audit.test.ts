import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { connect } from '@portico/core'
import { jsonlAudit } from '@portico/governance'
import { github } from '@portico/connector-github'
import { putMigratedStore } from '@portico/tools/store'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Ran, runPortico } from './fixture/run-portico.ts'
import { type Workspace, createWorkspace } from './fixture/workspace.ts'

let workspace: Workspace
beforeEach(async () => {
  workspace = createWorkspace()
  const audit = await jsonlAudit(join(workspace.folder, 'audit.jsonl'))
  for (const tenantId of ['acme', 'acme', 'beta']) {
    const desk = connect(github, { tenantId, credentials: { token: 'token-of-nobody' }, audit })
    // An observer may not commit: the refusal is audited, and nothing is sent.
    await desk.closeIssue({ owner: 'o', repo: 'r', issue_number: 1 }, { correlationId: 'c' }).catch(() => undefined)
    await desk.close()
  }
  await audit.close()
})
afterEach(() => workspace.remove())

const run = (...argv: readonly string[]): Promise<Ran> => runPortico(argv, { cwd: workspace.folder })

test('a sound log is intact, with the head of each chain', async () => {
  const { code, stdout } = await run('audit', 'verify', 'audit.jsonl')
  expect(code).toBe(0)
  expect(stdout).toMatch(/^intact: 3 rows, 2 chains\ntenant +rows +head\nacme +2 +[0-9a-f]{64}\nbeta +1 +[0-9a-f]{64}\n$/)
})

test('in a log with one changed byte, the row is named', async () => {
  const log = readFileSync(join(workspace.folder, 'audit.jsonl'), 'utf8').split('\n')
  log[1] = log[1]!.replace('"outcome":"failed"', '"outcome":"failee"')
  workspace.write('audit.jsonl', log.join('\n'))
  const { code, stdout } = await run('audit', 'verify', 'audit.jsonl')
  expect(code).toBe(1)
  expect(stdout).toBe(
    'broken at line 2: row 2 of acme is altered: its text was changed after it was written (1 rows before it are sound)\n',
  )
  const { stdout: json } = await run('audit', 'verify', 'audit.jsonl', '--json')
  expect(JSON.parse(json)).toMatchObject({
    intact: false,
    line: 2,
    broken: { tenantId: 'acme', sequence: 2, problem: 'altered' },
  })
})

test('rows cut off at the end are found by a head that was noted', async () => {
  const { stdout } = await run('audit', 'verify', 'audit.jsonl', '--json')
  const { heads } = JSON.parse(stdout) as { heads: Record<string, { sequence: number; hash: string }> }
  const [first] = readFileSync(join(workspace.folder, 'audit.jsonl'), 'utf8').split('\n')
  workspace.write('audit.jsonl', `${first}\n`)
  expect(await run('audit', 'verify', 'audit.jsonl')).toMatchObject({ code: 0 })
  const noted = `acme=${heads['acme']!.sequence}:${heads['acme']!.hash}`
  const { code, stdout: said } = await run('audit', 'verify', 'audit.jsonl', '--head', noted)
  expect(code).toBe(1)
  expect(said).toContain('row 2 of acme is missing')
})

test('tail shows the last rows, of one tenant where one is asked for', async () => {
  const { stdout } = await run('audit', 'tail', 'audit.jsonl', '--lines', '1', '--tenant', 'acme')
  const [head, row, end] = stdout.split('\n')
  expect(head).toMatch(/^tenant +row +at +operation/)
  expect(row).toMatch(/^acme +2 .*github\.closeIssue +unstated +failed +not_sent +table\.observer_never_commits$/)
  expect(end).toBe('')
  const { stdout: json } = await run('audit', 'tail', 'audit.jsonl', '--json')
  expect((JSON.parse(json) as { rows: unknown[] }).rows).toHaveLength(3)
})

test('a store given as a log is not reported as a broken log', async () => {
  await putMigratedStore(join(workspace.folder, 'portico.db'))
  for (const argv of [
    ['audit', 'verify', 'portico.db'],
    ['audit', 'tail', 'portico.db'],
  ]) {
    const line = 'error: portico.db: it is a store, not a log; name it as sqlite:portico.db\n'
    expect(await run(...argv)).toMatchObject({ code: 2, stdout: '', stderr: line })
  }
})

test.each([
  [['audit', 'verify', 'none.jsonl'], 'none.jsonl: there is no such file'],
  [['audit', 'verify', '.'], '.: it is a folder'],
  [['audit', 'verify', 'audit.jsonl', '--head', 'acme'], "--head: 'acme' is not a head"],
  [['audit', 'tail', 'audit.jsonl', '--lines', 'all'], "--lines: 'all' is not a number of rows"],
])('%j is a mistake in one line', async (argv, message) => {
  const { code, stderr } = await run(...argv)
  expect(code).toBe(2)
  expect(stderr).toContain(message)
  expect(stderr.trimEnd().split('\n')).toHaveLength(1)
})
