import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { connect } from '@portico/core'
import { github } from '@portico/connector-github'
import { openStore } from '@portico/governance'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Ran, runPortico } from './fixture/run-portico.ts'
import { type Workspace, createWorkspace } from './fixture/workspace.ts'

let workspace: Workspace
beforeEach(() => {
  workspace = createWorkspace()
})
afterEach(() => workspace.remove())

const url = (): string => `sqlite:${join(workspace.folder, 'portico.db')}`
const run = (...argv: readonly string[]): Promise<Ran> =>
  runPortico(argv, { cwd: workspace.folder, env: { PORTICO_STORE: 'sqlite:./portico.db' } })

const claim = {
  tenantId: 'local',
  account: 'default',
  connector: 'stripe',
  operation: 'createRefund',
  key: 'order-7',
  claimant: 'call-1',
  actor: { type: 'executor_system' as const, id: 'billing' },
  argumentsHash: 'a'.repeat(64),
  requestedHash: 'a'.repeat(64),
  sensitivity: 'S2' as const,
  at: 1_000,
  deadline: 2_000,
}

test('a store is made, and says which migrations ran', async () => {
  const none = await run('store', 'status')
  expect(none).toMatchObject({ code: 2 })
  expect(none.stderr).toMatch(/portico\.db: is not there; create it with portico store migrate/)
  expect(existsSync(join(workspace.folder, 'portico.db'))).toBe(false)
  expect((await run('store', 'migrate')).stdout).toMatch(/^ran 0001-claims\nran 0002-/)
  expect((await run('store', 'migrate')).stdout).toBe('up to date: nothing to do\n')
  const { code, stdout } = await run('store', 'status')
  expect(code).toBe(0)
  expect(stdout).toMatch(/portico\.db: up to date\nmigration +ran at\n0001-claims +\d{4}-/)
  const { stdout: json } = await run('store', 'status', '--json')
  expect(JSON.parse(json)).toMatchObject({ dialect: 'sqlite', missing: 0 })
})

test.each([
  [['store', 'status', '--store', 'portico.db'], 'names no store'],
  [['store', 'status', '--store', 'sqlite:./text.txt'], 'is damaged, or not a store'],
  [['store', 'status', '--store', 'postgres://app:s3cret@127.0.0.1:1/orders'], 'nothing listens there'],
])('%j is a mistake in one line, without its password', async (argv, message) => {
  writeFileSync(join(workspace.folder, 'text.txt'), 'no database\n'.repeat(100))
  const { code, stderr } = await run(...argv)
  expect(code).toBe(2)
  expect(stderr).toContain(message)
  expect(stderr).not.toContain('s3cret')
  expect(stderr.trimEnd().split('\n')).toHaveLength(1)
})

test('the chains of a store are verified, and a changed row is named', async () => {
  const store = await openStore(url())
  const desk = connect(github, { tenantId: 'acme', credentials: { token: 'nobody' }, audit: store.audit, ledger: store.ledger })
  // An observer may not commit: the refusal is audited, and nothing is sent.
  const closing = desk.closeIssue({ owner: 'o', repo: 'r', issue_number: 1 }, { correlationId: 'c' })
  await expect(closing).rejects.toThrow('observer')
  await desk.close()
  expect((await run('audit', 'verify', 'sqlite:./portico.db')).stdout).toMatch(/^intact: 1 rows, 1 chains\n/)
  expect((await run('audit', 'tail', 'sqlite:./portico.db')).stdout).toMatch(
    /^tenant .*\nacme +1 .*github\.closeIssue +unstated +failed/,
  )
  expect(JSON.parse((await run('audit', 'tail', 'sqlite:./portico.db', '--json', '--tenant', 'beta')).stdout)).toEqual({
    rows: [],
  })
  await store.db.updateTable('audit_rows').set({ text: '{}' }).execute()
  await store.close()
  const { code, stdout } = await run('audit', 'verify', 'sqlite:./portico.db')
  expect(code).toBe(1)
  expect(stdout).toBe(
    'broken: row 1 of acme is altered: its text was changed after it was written (0 rows before it are sound)\n',
  )
})

test('a person settles a call of unknown outcome', async () => {
  const store = await openStore(url())
  await store.claims.claim(claim)
  await store.close()
  expect((await run('reconcile', 'list')).stdout).toMatch(
    /stripe\.createRefund +default +1970-01-01T00:00:01\.000Z +gone +order-7/,
  )
  const finding = ['--found', 'committed', '--reason', 're_1 is in the dashboard', '--actor', 'human:mona']
  const settle = ['reconcile', 'settle', 'stripe.createRefund', 'order-7', ...finding]
  expect((await run(...settle, '--data', '{"id":"re_1"}')).stdout).toMatch(/is committed: it will not be sent again/)
  expect(await run(...settle)).toMatchObject({ code: 1 })
  expect((await run('reconcile', 'list')).stdout).toBe('nothing of local waits to be reconciled\n')
})

test.each([
  [['--found', 'maybe', '--reason', 'r'], "--found: 'maybe' is not a finding"],
  [['--found', 'committed', '--reason', ' '], '--reason: it is empty'],
  [['--found', 'committed', '--reason', 'r', '--data', '{'], '--data: it is not JSON'],
  [['--found', 'not-done', '--reason', 'r', '--data', '1'], '--data: what was not done has no output'],
  [['--found', 'committed', '--reason', 'r', '--actor', 'executor_system:billing'], '--actor: executor_system settles nothing'],
])('settling with %j is a mistake', async (options, message) => {
  const { code, stderr } = await run('reconcile', 'settle', 'stripe.createRefund', 'order-7', ...options)
  expect(code).toBe(2)
  expect(stderr).toContain(message)
})
