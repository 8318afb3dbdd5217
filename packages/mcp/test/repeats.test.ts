import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Intents, memoryIntents, memoryStore } from '@portico/core'
import { openStore } from '@portico/governance'
import { toolRule, toolset } from '@portico/mcp'
import { putMigratedStore } from '@portico/tools/store'
import { connected } from './fixture/connected.ts'
import { deskPortico } from './fixture/desk-portico.ts'
import { type FakeVendor, fakeVendor } from './fixture/vendor.ts'

let vendor: FakeVendor
let closing: (() => Promise<void>)[]
beforeEach(async () => {
  vendor = await fakeVendor()
  closing = [() => vendor.close()]
})
afterEach(async () => {
  for (const close of closing.toReversed()) await close()
})

async function sqlIntents(): Promise<Intents> {
  const folder = await mkdtemp(join(tmpdir(), 'portico-repeats-'))
  const path = join(folder, 'portico.db')
  await putMigratedStore(path)
  const store = await openStore(`sqlite:${path}`)
  closing.push(
    () => rm(folder, { recursive: true }),
    () => store.close(),
  )
  return store.intents
}

describe.each([
  ['memory', async () => memoryIntents()],
  ['SQL', sqlIntents],
] as const)('a write that is asked for again, by intents in %s', (_name, open) => {
  let denied = false
  async function serve(intents: Intents) {
    const portico = deskPortico(vendor.origin, { store: memoryStore() })
    const rules = [toolRule(portico, 'desk.claimTicket', 'Not now.', () => (denied ? { deny: true } : undefined))]
    const { client, close } = await connected(toolset(portico, { desk: '*' }, { rules }), 'modern', { intents })
    closing.push(() => portico.close(), close)
    return async (wish?: object): Promise<Record<string, unknown>> => {
      const args = { subject: 'Printer', ...(wish && { portico: wish }) }
      return (await client.callTool({ name: 'desk_claimTicket', arguments: args })).structuredContent as Record<string, unknown>
    }
  }

  test('joins the one that is under way whatever key it brings, unless it is meant', async () => {
    const call = await serve(await open())
    let answer = (): void => undefined
    vendor.reply = () =>
      new Promise((resolve) => {
        answer = () => resolve({ body: { id: 't1', subject: 'Printer' } })
      })
    const first = call({ key: 'first' })
    await expect.poll(() => vendor.seen.length).toBe(1)
    const joining = call({ key: 'made-up' })
    answer()
    expect(await first).toMatchObject({ call: { key: 'first' } })
    expect(await joining).toMatchObject({ call: { key: 'first' } })
    expect(vendor.seen).toHaveLength(1)
    const second = call({ key: 'second', again: true })
    await expect.poll(() => vendor.seen.length).toBe(2)
    answer()
    expect(await second).toMatchObject({ call: { key: 'second', replayed: false } })
  })

  test('does not act under a made-up key while the outcome of the one before is unknown', async () => {
    const call = await serve(await open())
    vendor.reply = () => ({ status: 503 })
    const { error } = (await call()) as { error: { key: string } }
    expect(error).toMatchObject({ commitState: 'unknown' })
    expect(await call({ key: 'made-up' })).toMatchObject({ error: { key: error.key, commitState: 'unknown' } })
    expect(vendor.seen).toHaveLength(1)
  })

  test('remembers an unknown outcome when a repeat of it comes to nothing', async () => {
    const call = await serve(await open())
    vendor.reply = () => ({ status: 503 })
    const { error } = (await call()) as { error: { key: string } }
    for (const wish of [undefined, { key: error.key }]) {
      denied = true
      expect(await call(wish)).toMatchObject({ error: { code: 'policy_denied', commitState: 'not_sent' } })
      denied = false
      expect(await call()).toMatchObject({ error: { key: error.key, commitState: 'unknown' } })
    }
    expect(vendor.seen).toHaveLength(1)
  })

  test('starts anew when the one before was refused', async () => {
    const call = await serve(await open())
    vendor.reply = () => ({ status: 422 })
    const refused = (await call()) as { error: { key: string } }
    expect(refused).toMatchObject({ error: { commitState: 'refused' } })
    const next = (await call()) as { error: { key: string } }
    expect(next.error.key).not.toBe(refused.error.key)
  })
})
