import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { newKey, verifyAuditStore, openStore } from '@portico/governance'
import { putMigratedStore } from '@portico/tools/store'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type DeskServer, startDeskServer } from './fixture/desk-server.ts'
import { type Ran, runPortico } from './fixture/run-portico.ts'
import { createWorkspace, deskConfig, type Workspace } from './fixture/workspace.ts'

let server: DeskServer
let workspace: Workspace
const keys = newKey('k1')
beforeAll(async () => {
  server = await startDeskServer()
  workspace = createWorkspace()
  const approvers = `approvers: { acme: { lea: ['lead'], eve: ['executive'] } }, tenant: 'acme',`
  workspace.write('portico.config.ts', deskConfig(server.origin, approvers))
})
afterAll(async () => {
  workspace.remove()
  await server.close()
})
beforeEach(async () => {
  server.reset()
  for (const end of ['', '-wal', '-shm']) rmSync(join(workspace.folder, `portico.db${end}`), { force: true })
  await putMigratedStore(join(workspace.folder, 'portico.db'))
})

const run = (argv: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ran> =>
  runPortico(argv, {
    cwd: workspace.folder,
    env: { PORTICO_DESK_TOKEN: 'desk-secret-0123456789', PORTICO_STORE: 'sqlite:./portico.db', PORTICO_KEYS: keys, ...env },
  })
const letter = [
  'call',
  'desk.sendLetter',
  '--input',
  '{"to":"Mona"}',
  '--correlation-id',
  'order-1',
  '--actor',
  'executor_system:post',
]
const ticket = ['call', 'desk.createTicket', '--input', '{"subject":"x","password":"planted"}', '--actor', 'executor_system:post']

/** The id of a call that waits now. */
async function asked(call: readonly string[] = letter): Promise<string> {
  const { code, stdout } = await run([...call, '--json'])
  expect(code).toBe(3)
  return (JSON.parse(stdout) as { error: { approval: { id: string } } }).error.approval.id
}

describe('a call that waits', () => {
  test('is kept in the store, and says how to look at it', async () => {
    const { code, stderr } = await run(letter)
    expect(code).toBe(3)
    const id = /portico approvals show (\S+)/.exec(stderr)?.[1]
    const listed = await run(['approvals', 'list'])
    expect(listed.stdout).toContain(id!)
    expect(listed.stdout).toMatch(/pending +A1 +desk\.sendLetter +post +due 20/)
    expect(server.requests).toEqual([])
  })

  test('is shown with who, what and why; what audit hides is hidden', async () => {
    const id = await asked(ticket)
    const { stdout } = await run(['approvals', 'show', id])
    expect(stdout).toContain('executor_system post')
    expect(stdout).toContain('approval class A1 needs a human decision (table.approval_class)')
    expect(stdout).toContain('[redacted]')
    expect(stdout).not.toContain('planted')
    expect(JSON.parse((await run(['approvals', 'show', id, '--json'])).stdout)).toMatchObject({
      approval: { id, state: 'pending', redactedInput: { subject: 'x', password: '[redacted]' } },
    })
  })

  test('runs once when it is approved', async () => {
    const id = await asked()
    const approved = await run(['approvals', 'approve', id, '--actor', 'human:lea'])
    expect(approved).toMatchObject({ code: 0, stderr: expect.stringContaining('portico resume') })
    const token = approved.stdout.trim()
    const resumed = await run(['resume', token])
    expect(resumed).toMatchObject({ code: 0, stderr: expect.stringMatching(/^✓ desk\.sendLetter 1 attempt/) })
    expect(server.requests).toHaveLength(1)
    const again = await run(['resume', token])
    expect(again).toMatchObject({ code: 1, stderr: expect.stringContaining('used before') })
    expect(server.requests).toHaveLength(1)
    const store = await openStore(`sqlite:${join(workspace.folder, 'portico.db')}`)
    try {
      // Asked for, decided, run, and refused: four rows that nobody changed.
      expect(await verifyAuditStore(store.db)).toMatchObject({ intact: true, rows: 4 })
    } finally {
      await store.close()
    }
  })

  test('runs as it was edited, validated again', async () => {
    const id = await asked(ticket)
    const wrong = await run(['approvals', 'edit', id, '--input', '{"subject":""}', '--actor', 'human:lea'])
    expect(wrong).toMatchObject({ code: 2, stderr: expect.stringContaining('subject') })
    const edited = await run(['approvals', 'edit', id, '--input', '{"subject":"quieter"}', '--actor', 'human:lea', '--json'])
    const { token, approval } = JSON.parse(edited.stdout) as { token: string; approval: object }
    expect(approval).toMatchObject({ state: 'edited', decision: { redactedInput: { subject: 'quieter' } } })
    expect((await run(['resume', token])).code).toBe(0)
    expect(JSON.parse(server.requests[0]!.body)).toEqual({ subject: 'quieter' })
  })

  test('is rejected with a reason that whoever asked is told', async () => {
    const id = await asked()
    const rejected = await run(['approvals', 'reject', id, '--reason', 'not today', '--actor', 'human:lea'])
    expect(rejected).toMatchObject({ code: 0, stdout: '' })
    expect((await run(['approvals', 'list'])).stderr).toContain('nothing waits')
    expect((await run(['approvals', 'list', '--all'])).stdout).toContain('rejected')
    expect((await run(['approvals', 'show', id])).stdout).toContain('not today')
  })

  test('that nobody decided in time is told by expire', async () => {
    workspace.write('soon.config.ts', deskConfig(server.origin, `tenant: 'acme', tune: { desk: { approvalExpiryMs: 1 } },`))
    const id = (await run([...letter, '--json', '--config', 'soon.config.ts'])).stdout
    expect(id).toContain('approval_required')
    const told = await run(['approvals', 'expire'])
    expect(told).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('V2: an approval of class A1 for desk.sendLetter was not decided'),
    })
    expect((await run(['approvals', 'expire'])).stderr).toContain('nothing has expired')
  })
})

describe('a decision is refused', () => {
  test.each<[string, readonly string[], number, string]>([
    ['by whose role is too low', ['--actor', 'human:zoe'], 1, 'A1 is decided by'],
    ['by a service', ['--actor', 'executor_system:bot'], 1, 'only a person may decide'],
    ['by who asked', ['--actor', 'human:post'], 1, 'nobody may decide their own request'],
  ])('%s', async (_name, who, code, told) => {
    const id = await asked()
    expect(await run(['approvals', 'approve', id, ...who])).toMatchObject({ code, stderr: expect.stringContaining(told) })
  })

  test('of another tenant, or of nothing', async () => {
    const id = await asked()
    for (const argv of [
      ['approve', id, '--tenant', 'other'],
      ['show', id, '--tenant', 'other'],
      ['show', 'nothing'],
    ]) {
      expect(await run(['approvals', ...argv])).toMatchObject({
        code: 1,
        stderr: expect.stringContaining('there is no approval'),
      })
    }
  })

  test('without an approver, a store or keys, or with a wrong one: with the hint', async () => {
    workspace.write('nobody.config.ts', deskConfig(server.origin, `tenant: 'acme',`))
    const id = await asked()
    const ofAnother = await asked([...letter, '--tenant', 'beta-2'])
    const cases: readonly (readonly [readonly string[], Readonly<Record<string, string>>, string])[] = [
      [
        ['approvals', 'approve', id, '--actor', 'human:lea', '--config', 'nobody.config.ts'],
        {},
        "write approvers: { acme: { mona: ['lead'] } }",
      ],
      [
        ['approvals', 'approve', ofAnother, '--actor', 'human:lea', '--config', 'nobody.config.ts', '--tenant', 'beta-2'],
        {},
        "write approvers: { 'beta-2': { mona: ['lead'] } }",
      ],
      [['approvals', 'list'], { PORTICO_STORE: '' }, 'set PORTICO_STORE'],
      [['approvals', 'list'], { PORTICO_STORE: 'mysql://x' }, 'write sqlite:./portico.db or postgres://'],
      [['approvals', 'list'], { PORTICO_KEYS: 'k1:short' }, 'error: PORTICO_KEYS: entry 1 is not id:key'],
      [['resume', 'no-token'], {}, 'it is not a decision token'],
    ]
    for (const [argv, env, told] of cases) {
      const { code, stderr } = await run(argv, env)
      expect(stderr).toContain(told)
      expect(code).toBe(2)
    }
    const keyless = await run(letter, { PORTICO_KEYS: '' })
    expect(keyless.code).toBe(2)
    // The store is the cause: nothing is wrong with the network.
    expect(keyless.stderr).toMatch(/set PORTICO_KEYS for the portico command \(unavailable\)$/m)
    const other = await run(['approvals', 'approve', id, '--actor', 'human:lea'], { PORTICO_KEYS: newKey('k1') })
    const resumed = await run(['resume', other.stdout.trim()])
    expect(resumed).toMatchObject({ code: 1, stderr: expect.stringContaining('signature') })
    expect(server.requests).toEqual([])
  })
})

describe('a standing approval', () => {
  const create = (...more: readonly string[]): Promise<Ran> =>
    run([
      'approvals',
      'standing',
      'create',
      'desk.sendLetter',
      '--for=executor_system:post',
      '--bounds={"to":{"oneOf":["Mona"]}}',
      '--count=2',
      '--expires=1d',
      '--reason=Greetings.',
      '--actor=human:lea',
      ...more,
    ])

  test('lets as many calls within its bounds run as it says, until it is revoked', async () => {
    const id = (await create()).stdout.trim()
    expect((await run(letter)).code).toBe(0)
    const listed = await run(['approvals', 'standing', 'list'])
    expect(listed.stdout).toMatch(/active +desk\.sendLetter +post +1 of 2 +–/)
    expect(listed.stdout).toContain('to in Mona')
    const elsewhere = letter.map((word) => (word === '{"to":"Mona"}' ? '{"to":"Zoe"}' : word))
    expect((await run(elsewhere)).code).toBe(3)
    const revoked = await run(['approvals', 'standing', 'revoke', id, '--reason', 'Enough.', '--actor', 'human:lea'])
    expect(revoked).toMatchObject({ code: 0, stderr: expect.stringContaining('revoked') })
    expect((await run(letter)).code).toBe(3)
    expect(server.requests).toHaveLength(1)
    expect((await run(['approvals', 'standing', 'list'])).stderr).toContain('nothing is approved in advance')
    expect((await run(['approvals', 'standing', 'list', '--all', '--json'])).stdout).toContain('"revoked"')
  })

  test.each<[string, readonly string[], string]>([
    ['a count', ['--count', 'many'], '--count'],
    ['a sum', ['--sum', '5'], '--sum'],
    ['a time', ['--expires', 'soon'], '--expires'],
    ['an actor', ['--for', 'post'], '--for'],
    ['a bound', ['--bounds', '{"tu":{"any":true}}'], 'bounds.tu'],
    ['JSON', ['--bounds', '{'], '--bounds'],
  ])('with no such thing as %s names it', async (_name, more, told) => {
    const { code, stderr } = await create(...more)
    expect(stderr).toContain(told)
    expect(code).toBe(2)
  })
})
