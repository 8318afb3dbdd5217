import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CoreEvent } from '@portico/core'
import { openStore, type SqlStore } from '@portico/governance'
import { putMigratedStore } from '@portico/tools/store'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Ran, runPortico } from './fixture/run-portico.ts'
import { createWorkspace, type Workspace } from './fixture/workspace.ts'

let workspace: Workspace
beforeEach(async () => {
  workspace = createWorkspace()
  await putMigratedStore(join(workspace.folder, 'portico.db'))
})
afterEach(() => workspace.remove())

const run = (...argv: readonly string[]): Promise<Ran> =>
  runPortico(['--tenant', 'acme', ...argv], { cwd: workspace.folder, env: { PORTICO_STORE: 'sqlite:./portico.db' } })

async function inStore(act: (store: SqlStore) => Promise<unknown>): Promise<void> {
  const store = await openStore(`sqlite:${join(workspace.folder, 'portico.db')}`)
  await act(store)
  await store.close()
}

const event = (id: string, tenantId = 'acme'): CoreEvent => ({
  id,
  type: 'portico.call.finished',
  time: '2026-11-24T08:05:00.123Z',
  tenantId,
  subject: 'issue/42',
  correlationId: undefined,
  causationId: undefined,
  traceparent: undefined,
  actorType: 'executor_system',
  classes: { approval: 'A0', reversibility: 'R0', sideEffect: 'internal_write', sensitivity: 'S1' },
  data: { connector: 'github', operation: 'createIssue', commitState: 'committed', replayed: false },
})
const invalid = (id: string, tenantId?: string): CoreEvent => ({ ...event(id, tenantId), data: { unheard: 'of' } })

test('events are delivered to a file, in order, and leave the store', async () => {
  await inStore(async ({ events }) => {
    await events.publish(event('one'))
    await events.publish(event('two'))
  })
  expect(await run('events', 'relay', '--to', 'events.jsonl')).toMatchObject({
    code: 0,
    stdout: '2 delivered, 0 to the dead letters\n',
  })
  const lines = readFileSync(join(workspace.folder, 'events.jsonl'), 'utf8').trimEnd().split('\n')
  expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([{ id: 'one' }, { id: 'two' }])
  expect(JSON.parse((await run('events', 'relay', '--to', 'events.jsonl', '--json')).stdout)).toEqual({
    delivered: 0,
    failed: 0,
    dead: 0,
    backlog: [],
  })
})

test('with --watch events are delivered as they come, to a file that no other relay has, until it is told to end', async () => {
  await inStore(({ events }) => events.publish(event('one')))
  const ending = new AbortController()
  const world = { cwd: workspace.folder, env: { PORTICO_STORE: 'sqlite:./portico.db' } }
  const watching = runPortico(['events', 'relay', '--to', 'events.jsonl', '--watch'], { ...world, signal: ending.signal })
  const ids = (): string[] =>
    readFileSync(join(workspace.folder, 'events.jsonl'), { encoding: 'utf8', flag: 'a+' })
      .split('\n')
      .slice(0, -1)
      .map((line) => (JSON.parse(line) as { readonly id: string }).id)
  await expect.poll(ids, { timeout: 30_000 }).toEqual(['one'])
  const second = await run('events', 'relay', '--to', 'events.jsonl')
  expect(second).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('events.jsonl: another relay writes it; stop that one first'),
  })
  await inStore(({ events }) => events.publish(event('two')))
  await expect.poll(ids, { timeout: 30_000 }).toEqual(['one', 'two'])
  ending.abort()
  expect(await watching).toMatchObject({
    code: 0,
    stderr: 'delivering what is kept for default as it comes\n2 delivered, 0 to the dead letters\n',
  })
})

test('events of an unserved name wait, and are reported', async () => {
  await inStore(({ events }) => events.publish(event('one')))
  const ran = await run('events', 'relay', '--to', 'events.jsonl', '--sink', 'warehouse')
  expect(ran).toMatchObject({ code: 0, stderr: expect.stringMatching(/^1 wait for default, the oldest since 20/) })
})

test('events wait for an unreachable sink, and a script can tell', async () => {
  await inStore(({ events }) => events.publish(event('one')))
  const ran = await run('events', 'relay', '--to', 'http://127.0.0.1:1/')
  expect(ran).toMatchObject({ code: 5, stdout: '0 delivered, 0 to the dead letters\n' })
  expect(ran.stderr).toMatch(/warning: portico\.call\.finished one of acme: .*; next try at 20/)
})

test.each([
  ['http://events.acme.example/', 'is not https'],
  ['https://mona:planted@acme.example/', 'carries a user name or password'],
  ['no/such/folder/events.jsonl', 'there is no such file'],
])('nothing is sent to %s', async (to, message) => {
  await inStore(({ events }) => events.publish(event('one')))
  const { code, stderr } = await run('events', 'relay', '--to', to)
  expect(code).toBe(2)
  expect(stderr).toContain(message)
  expect(stderr).not.toContain('planted')
  await inStore(async ({ events }) => expect(await events.backlog()).toMatchObject([{ events: 1 }]))
})

test('a dead letter is listed with why, and put back once its reason is gone', async () => {
  expect(await run('events', 'dead-letters', 'list')).toMatchObject({ code: 0, stderr: 'acme has no dead letters\n' })
  await inStore(async ({ db, events }) => {
    await events.publish(invalid('dead'))
    await events.publish(event('sound'))
    const refused = {
      sink: 'default',
      entity: '["acme","issue/42"]',
      tenant_id: 'acme',
      event_id: 'refused',
      type: 'portico.call.finished',
    }
    const { event: kept } = await db.selectFrom('outbox').select('event').executeTakeFirstOrThrow()
    await db
      .insertInto('dead_letters')
      .values({ ...refused, event: kept, code: 'refused', reason: 'HTTP 422', attempts: 1, published_at: 1, dead_at: 2 })
      .execute()
  })
  const { stdout } = await run('events', 'dead-letters', 'list')
  expect(stdout).toMatch(/dead +default +invalid +0 +20/)
  expect(stdout).toMatch(/refused +default +refused +1 +1970-01-01T00:00:00\.002Z +portico\.call\.finished +HTTP 422/)
  expect((await run('events', 'dead-letters', 'list', '--sink', 'other')).stdout).toBe('')
  const still = await run('events', 'dead-letters', 'retry', 'dead')
  expect(still).toMatchObject({ code: 1, stderr: expect.stringMatching(/^error: /) })
  const put = await run('events', 'dead-letters', 'retry', 'refused')
  expect(put).toMatchObject({ code: 0, stderr: 'refused of acme for default waits for the next relay\n' })
  const { deadLetters } = JSON.parse((await run('events', 'dead-letters', 'list', '--json')).stdout) as { deadLetters: object[] }
  expect(deadLetters).toMatchObject([{ eventId: 'dead', code: 'invalid' }])
})

test('a dead letter that does not exist, or is another tenant’s, is not put back', async () => {
  await inStore(({ events }) => events.publish(invalid('foreign', 'beta')))
  expect((await run('events', 'dead-letters', 'list')).stdout).toBe('')
  for (const id of ['no-such', 'foreign']) {
    const ran = await run('events', 'dead-letters', 'retry', id)
    expect(ran).toMatchObject({ code: 1, stderr: `there is no dead letter ${id} of acme for default\n` })
  }
  expect((await run('events', 'dead-letters', 'list', '--tenant', 'beta')).stdout).toContain('foreign')
})
