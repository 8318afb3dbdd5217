import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openStore, type SqlStore } from '@portico/governance'
import { toolset } from '@portico/mcp'
import { agent, connected, eras } from './fixture/connected.ts'
import { deskPortico } from './fixture/desk-portico.ts'
import { type FakeVendor, fakeVendor } from './fixture/vendor.ts'

let vendor: FakeVendor
let store: SqlStore
beforeAll(async () => {
  vendor = await fakeVendor()
  store = await openStore('sqlite::memory:')
})
beforeEach(() => {
  vendor.reply = () => ({ body: { id: 't1', subject: 'Printer' } })
})
afterAll(async () => {
  await store.close()
  await vendor.close()
})

interface Claimed {
  readonly isError?: boolean
  readonly structuredContent: { readonly status: string; readonly reason: string; readonly next?: string }
}

describe.each(eras)('a %s client', (era) => {
  async function serve(tenantId: string, tenant = agent) {
    const { audit, ledger, incidents } = store
    const portico = deskPortico(vendor.origin, { store, audit, ledger, incidents })
    const { client, close } = await connected(toolset(portico, { desk: '*' }), era, { caller: { ...tenant, tenantId } })
    const call = async (name: string, args: Record<string, unknown>) => {
      const { structuredContent } = await client.callTool({ name, arguments: args })
      return (structuredContent as { readonly call: { readonly id: string } }).call.id
    }
    const claim = async (args: Record<string, unknown>) =>
      (await client.callTool({ name: 'portico_claim', arguments: args })) as unknown as Claimed
    const opened = async () =>
      (await store.incidents.list({ tenantId })).map(({ kind, subject, severity, occurrences }) => ({
        kind,
        subject,
        severity,
        occurrences,
      }))
    return {
      client,
      call,
      claim,
      opened,
      close: async () => {
        await close()
        await portico.close()
      },
    }
  }

  test('is told that a claim holds, whether it read, wrote or failed', async () => {
    const { client, call, claim, opened, close } = await serve(`holds-${era}`)
    expect((await client.listTools()).tools.map(({ name }) => name)).toContain('portico_claim')
    const read = await call('desk_getTicket', { id: '1' })
    const written = await call('desk_createTicket', { subject: 'Printer', portico: { correlationId: 'c-1' } })
    vendor.reply = () => ({ status: 404, body: { code: 'gone', message: 'no' } })
    const failed = await call('desk_getTicket', { id: '2' })
    for (const args of [
      { call: read, tool: 'desk_getTicket', outcome: 'done' },
      { call: written, tool: 'desk_createTicket', outcome: 'done', arguments: { subject: 'Printer' } },
      { call: failed, tool: 'desk_getTicket', outcome: 'not_done' },
    ]) {
      expect(await claim(args)).toMatchObject({ structuredContent: { status: 'verified' } })
    }
    expect(await opened()).toEqual([])
    await close()
  })

  test('is contradicted where nothing proves it, which is an incident, until it is corrected', async () => {
    const { call, claim, opened, close } = await serve(`contradicted-${era}`)
    const written = await call('desk_createTicket', { subject: 'Printer' })
    const wrong: [object, string][] = [
      [{ call: 'call-that-never-was', tool: 'desk_createTicket', outcome: 'done' }, 'there is no call'],
      [{ call: written, tool: 'desk_deleteTicket', outcome: 'done' }, 'the call was desk.createTicket'],
      [{ call: written, tool: 'something', outcome: 'done' }, 'the call was desk.createTicket'],
      [{ call: written, tool: 'desk_createTicket', outcome: 'not_done' }, 'the vendor acted'],
      [{ call: written, tool: 'desk_createTicket', outcome: 'done', arguments: { subject: 'Other' } }, 'other arguments'],
      [{ call: written, tool: 'desk_createTicket', outcome: 'done', arguments: { odd: 1 } }, 'other arguments'],
    ]
    for (const [args, reason] of wrong) {
      const { isError, structuredContent } = await claim(args as Record<string, unknown>)
      expect(structuredContent).toMatchObject({ status: 'contradicted', reason: expect.stringContaining(reason) })
      expect(structuredContent.next).toContain('Tell the person')
      expect(isError).toBe(true)
    }
    expect(await opened()).toEqual(
      expect.arrayContaining([
        { kind: 'ledger_contradiction', subject: 'call/call-that-never-was', severity: 'V3', occurrences: 1 },
        { kind: 'ledger_contradiction', subject: `call/${written}`, severity: 'V2', occurrences: 5 },
      ]),
    )
    expect(await claim({ call: written, tool: 'desk_createTicket', outcome: 'done' })).toMatchObject({
      structuredContent: { status: 'verified' },
    })
    await close()
  })

  test('can not claim what another agent or tenant did', async () => {
    const mine = await serve(`mine-${era}`)
    const written = await mine.call('desk_createTicket', { subject: 'Printer' })
    const other = await serve(`other-${era}`)
    const args = { call: written, tool: 'desk_createTicket', outcome: 'done' }
    expect((await other.claim(args)).structuredContent.reason).toContain('there is no call')
    const colleague = await serve(`mine-${era}`, { ...agent, actor: { type: 'executor_system', id: 'another' } })
    expect((await colleague.claim(args)).structuredContent.reason).toContain('the call was made by')
    for (const { close } of [mine, other, colleague]) await close()
  })

  test.each([
    [{}, 'call: expected a text'],
    [{ call: 'c', tool: 't' }, 'outcome: expected done or not_done'],
    [{ call: 'c'.repeat(257), tool: 't', outcome: 'done' }, 'call: at most 256 characters'],
    [{ call: 'c\u0000', tool: 't', outcome: 'done' }, 'call: expected a text without control characters'],
    [{ call: 'c', tool: 't\u001B[2J', outcome: 'done' }, 'tool: expected a text without control characters'],
    [{ call: 'c', tool: 't', outcome: 'done', arguments: [] }, 'arguments: expected an object'],
    [{ call: 'c', tool: 't', outcome: 'done', more: 1 }, 'more: not an argument of this tool'],
  ])('is told what is wrong with %j, and nothing is claimed', async (args, reason) => {
    const { claim, opened, close } = await serve(`odd-${era}`)
    expect(await claim(args)).toMatchObject({ isError: true, structuredContent: { status: 'unverified', reason } })
    expect(await opened()).toEqual([])
    await close()
  })
})

test('without a ledger that takes claims there is no such tool', async () => {
  const { client, close } = await connected(toolset(deskPortico(vendor.origin), { desk: '*' }), 'modern')
  expect((await client.listTools()).tools.map(({ name }) => name)).not.toContain('portico_claim')
  await expect(client.callTool({ name: 'portico_claim', arguments: {} })).rejects.toMatchObject({ code: -32602 })
  await close()
})

test('an operation can not take its name', async () => {
  const { ledger } = store
  const tools = toolset(deskPortico(vendor.origin, { store, ledger }), { desk: ['getTicket'] }, { name: () => 'portico_claim' })
  await expect(connected(tools, 'modern')).rejects.toThrow("'portico_claim' is a tool of the server's own")
})
