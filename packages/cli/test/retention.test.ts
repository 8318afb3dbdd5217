import { join } from 'node:path'
import { newKey, openStore } from '@portico/governance'
import { putMigratedStore } from '@portico/tools/store'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Ran, runPortico } from './fixture/run-portico.ts'
import { createWorkspace, deskConfig, type Workspace } from './fixture/workspace.ts'

let workspace: Workspace
const keys = newKey('k1')
const origin = 'http://127.0.0.1:1'
const fields = `tenant: 'acme', approvers: { acme: { lea: ['lead'] } }, retention: { runtime: { audit: '0d', receipts: '0d', approvals: '0d' }, data: { runs: '0d' } },
  subjects: { 'desk.sendLetter': { type: 'person', path: 'to' } },`
beforeEach(async () => {
  workspace = createWorkspace()
  await putMigratedStore(join(workspace.folder, 'portico.db'))
  workspace.write('portico.config.ts', deskConfig(origin, fields))
})
afterEach(() => workspace.remove())

const run = (...argv: readonly string[]): Promise<Ran> =>
  runPortico(argv, {
    cwd: workspace.folder,
    env: { PORTICO_DESK_TOKEN: 'desk-secret-0123456789', PORTICO_STORE: 'sqlite:./portico.db', PORTICO_KEYS: keys },
  })

/** A letter that a person has to approve: an audit row and an approval. Its id. */
async function asked(...more: readonly string[]): Promise<string> {
  const actor = ['--actor', 'executor_system:post', '--correlation-id', 'order-1']
  const { code, stdout } = await run('call', 'desk.sendLetter', '--input', '{"to":"Mona"}', ...actor, '--json', ...more)
  expect(code).toBe(3)
  return (JSON.parse(stdout) as { error: { approval: { id: string } } }).error.approval.id
}

describe('retention', () => {
  test('counts, and purges with --apply; the chain verifies and says so', async () => {
    await asked()
    await asked('--tenant', 'beta')
    const dry = await run('retention', 'run')
    expect(dry).toMatchObject({ code: 0, stderr: 'nothing was purged: --apply does\n' })
    expect(dry.stdout).toMatch(
      /^tenant +plane +kind +older than +would go\nacme +runtime +audit +20\S+ +1\nacme +runtime +receipts +20\S+ +0\nacme +runtime +approvals +20\S+ +0\nacme +data +runs +20\S+ +0\n$/,
    )
    expect((await run('audit', 'verify', 'sqlite:./portico.db')).stdout).toMatch(/^intact: 2 rows, 2 chains/)
    expect((await run('retention', 'run', '--apply', '--actor', 'human:dpo')).stdout).toMatch(
      /purged\nacme +runtime +audit +20\S+ +1\n/,
    )
    const verified = await run('audit', 'verify', 'sqlite:./portico.db')
    // The other tenant's row has its text.
    expect(verified.stdout).toMatch(/^intact: 3 rows \(the texts of 1 are purged, and a later row says so\), 2 chains\n/)
    expect(verified.code).toBe(0)
    const all = JSON.parse((await run('retention', 'run', '--all-tenants', '--json')).stdout) as object
    expect(all).toMatchObject({
      applied: false,
      results: [{ tenantId: 'acme', rows: 0 }, {}, {}, {}, { tenantId: 'beta', rows: 1 }, {}, {}, {}],
    })
  })

  test.each([
    ['', 'retention: nothing says how long anything is kept'],
    [`retention: { runtime: { audit: 'long' } },`, "retention.runtime.audit: expected an age, such as '90d'"],
    [
      `retention: { runtime: { audit: '90d', approvals: '30d' } },`,
      'retention.runtime.receipts: kept for ever, longer than the audit (90d)',
    ],
    [`retention: { runtime: { logs: '1d' } },`, 'retention.runtime.logs: not a field of the configuration'],
  ])('%j is a mistake', async (more, message) => {
    workspace.write('portico.config.ts', deskConfig(origin, more))
    expect(await run('retention', 'run', '--apply')).toMatchObject({ code: 2, stderr: expect.stringContaining(message) })
  })
})

describe('a person', () => {
  test('gets what is held of them, and nothing of another tenant', async () => {
    const id = await asked()
    const { code, stdout } = await run('subject', 'export', 'person/Mona')
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({
      calls: [{ sequence: 1, input: { to: 'Mona' } }],
      approvals: [{ id, input: { to: 'Mona' } }],
    })
    for (const argv of [['person/Nobody'], ['person/Mona', '--tenant', 'beta']]) {
      const none = await run('subject', 'export', ...argv)
      expect(JSON.parse(none.stdout)).toMatchObject({ calls: [], approvals: [], events: [] })
      expect(none.stderr).toMatch(/ holds nothing of person/)
    }
    expect(await run('subject', 'export', 'Mona')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("'Mona' names nobody"),
    })
  })

  test('is erased with --apply; what still waits is told by the exit code', async () => {
    const id = await asked()
    expect(await run('subject', 'erase', 'person/Mona')).toMatchObject({
      code: 0,
      stdout: 'held: 1 calls, 0 results, 1 approvals, 0 tasks, 0 events\n',
      stderr: 'nothing was erased: --apply does\n',
    })
    const foreign = await run('subject', 'erase', 'person/Mona', '--apply', '--tenant', 'beta', '--json')
    expect(JSON.parse(foreign.stdout)).toMatchObject({ applied: true, report: { auditRows: 0, approvals: 0, openApprovals: 0 } })
    expect((await run('approvals', 'reject', id, '--reason', 'she asked', '--actor', 'human:lea')).code).toBe(0)
    const erased = await run('subject', 'erase', 'person/Mona', '--apply', '--actor', 'human:dpo')
    expect(erased.stdout).toMatch(
      /^erased: \d audit rows, 0 results, 1 approvals, 0 tasks, 0 dead letters, 0 proofs\nsubject: [0-9a-f]{64}\n$/,
    )
    expect(erased.code).toBe(0)
    const store = await openStore(`sqlite:${join(workspace.folder, 'portico.db')}`)
    const texts = await store.db.selectFrom('audit_rows').select('text').where('tenant_id', '=', 'acme').execute()
    await store.close()
    expect(JSON.stringify(texts)).not.toContain('Mona')
    expect((await run('audit', 'verify', 'sqlite:./portico.db')).code).toBe(0)
  })

  test('is not fully erased while a call about them waits', async () => {
    await asked()
    const erased = await run('subject', 'erase', 'person/Mona', '--apply')
    expect(erased).toMatchObject({ code: 1, stderr: expect.stringContaining('1 approvals still wait and are kept') })
  })
})

test('compliance says which share was decided in time', async () => {
  expect(await run('approvals', 'compliance')).toMatchObject({
    code: 0,
    stdout: '',
    stderr: expect.stringContaining('nothing was due'),
  })
  await asked()
  const store = await openStore(`sqlite:${join(workspace.folder, 'portico.db')}`)
  await store.db
    .updateTable('approvals')
    .set({ due_at: Date.now() - 60_000 })
    .execute()
  await store.close()
  expect((await run('approvals', 'compliance', '--over', '1d')).stdout).toMatch(/A1 +1 +0 +0\.0 %\n$/)
  expect((await run('approvals', 'compliance', '--tenant', 'beta')).stdout).toBe('')
  expect(await run('approvals', 'compliance', '--over', 'long')).toMatchObject({ code: 2 })
})
