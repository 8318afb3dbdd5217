import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Governance, memoryAudit, memoryStore, type Policy } from '@portico/core'
import { type Access, toolRule, toolset } from '@portico/mcp'
import { agent, connected, eras } from './fixture/connected.ts'
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

function wired(governance: Governance = {}) {
  const audit = memoryAudit()
  const store = memoryStore()
  const portico = deskPortico(vendor.origin, { audit, store, ...governance })
  closing.push(() => portico.close())
  return { portico, audit, store }
}

interface Answer {
  readonly isError?: boolean
  readonly structuredContent: Record<string, unknown> & {
    readonly call: { readonly replayed: boolean }
    readonly error: { readonly code: string }
  }
  readonly content: readonly { readonly type: string; readonly text: string }[]
}

describe.each(eras)('a %s client', (era) => {
  async function serve(...[tools, options]: [Parameters<typeof connected>[0], Parameters<typeof connected>[2]?]) {
    const { client, close } = await connected(tools, era, options)
    closing.push(close)
    const call = async (name: string, args: Record<string, unknown> = {}): Promise<Answer> =>
      (await client.callTool({ name, arguments: args })) as unknown as Answer
    return { client, call }
  }

  test('lists tools with all that the operation states, and calls one', async () => {
    const { portico } = wired()
    const { client, call } = await serve(toolset(portico, { desk: '*' }))
    const { tools } = await client.listTools()
    expect(tools.map(({ name }) => name)).toEqual(
      [
        'getTicket',
        'listTickets',
        'createTicket',
        'claimTicket',
        'deleteTicket',
        'tellCustomer',
        'exportTickets',
        'archiveTickets',
      ].map((name) => `desk_${name}`),
    )
    expect(tools.find(({ name }) => name === 'desk_deleteTicket')).toMatchObject({
      title: 'Delete ticket',
      annotations: { readOnlyHint: false, destructiveHint: true, openWorldHint: true },
      inputSchema: { required: ['id'], additionalProperties: false },
      outputSchema: { properties: { data: { properties: { id: { type: 'string' } } } } },
    })
    const answer = await call('desk_createTicket', { subject: 'Printer' })
    expect(answer.structuredContent).toMatchObject({
      data: { id: 't1', subject: 'Printer' },
      call: { commitState: 'committed', replayed: false },
    })
    expect(answer.content[0]!.text).toBe('desk.createTicket: done.')
    expect(JSON.parse(answer.content[1]!.text)).toEqual(answer.structuredContent)
  })

  test('gets what it may not use neither listed nor called', async () => {
    const { portico, audit } = wired()
    const tools = toolset(portico, { desk: '*' }, { access: { allow: ['desk.*'], deny: ['desk.delete*'] } })
    const { client, call } = await serve(tools)
    expect((await client.listTools()).tools.map(({ name }) => name)).not.toContain('desk_deleteTicket')
    await expect(call('desk_deleteTicket', { id: '1' })).rejects.toThrow('Unknown tool: desk_deleteTicket')
    await expect(call('desk_nothing')).rejects.toThrow('Unknown tool: desk_nothing')
    expect(vendor.seen).toEqual([])
    expect(audit.rows).toMatchObject([
      { operation: 'deleteTicket', code: 'policy_denied', decidedBy: 'access', commitState: 'not_sent' },
    ])
  })

  test.each<[Access, string]>([
    [{ deny: ['desk.delet'] }, "access.deny: 'desk.delet' fits no operation"],
    [{ deny: ['dsk.*'] }, "access.deny: 'dsk.*' fits no operation"],
    [{ allow: ['desk.getTicket', 'desk.listTicket'] }, "access.allow: 'desk.listTicket' fits no operation"],
    [{ clients: { few: { deny: ['deleteTicket'] } } }, "access.clients.few.deny: 'deleteTicket' fits no operation"],
    [{ tenants: { acme: { allow: ['desk.gte*'] } } }, "access.tenants.acme.allow: 'desk.gte*' fits no operation"],
    [{ scopes: [{ scope: 'write', operations: ['desk.creat'] }] }, "access.scopes, write: 'desk.creat' fits no operation"],
  ])('a misspelt pattern of %j is refused, and denies nothing in silence', (access, message) => {
    expect(() => toolset(wired().portico, { desk: ['getTicket'] }, { access })).toThrow(message)
  })

  test('a pattern may be for operations that are not served, or for connectors to come', () => {
    const access = { allow: ['desk.*'], deny: ['desk.deleteTicket', '*.purge*'] }
    expect(toolset(wired().portico, { desk: ['getTicket'] }, { access }).tools.size).toBe(1)
  })

  test('of an observer sees reads alone', async () => {
    const { portico } = wired()
    const caller = { ...agent, actor: { type: 'observer_agent', id: 'dashboard' } } as const
    const { client, call } = await serve(toolset(portico, { desk: '*' }), { caller })
    expect((await client.listTools()).tools.map(({ name }) => name)).toEqual(['desk_getTicket', 'desk_listTickets'])
    await expect(call('desk_createTicket', { subject: 'x' })).rejects.toThrow('Unknown tool')
  })

  test('neither sees nor sets what is fixed', async () => {
    const { portico } = wired()
    const tools = toolset(portico, { desk: ['createTicket'] }, { fixed: { 'desk.createTicket': { queue: 'support' } } })
    const { client, call } = await serve(tools)
    expect(Object.keys((await client.listTools()).tools[0]!.inputSchema.properties ?? {})).toEqual([
      'subject',
      'secret',
      'portico',
    ])
    expect(await call('desk_createTicket', { subject: 'x', queue: 'other' })).toMatchObject({ isError: true })
    expect(vendor.seen).toEqual([])
    await call('desk_createTicket', { subject: 'x' })
    expect(vendor.seen[0]!.body).toEqual({ subject: 'x', queue: 'support' })
  })

  test('is told what to do about an error', async () => {
    const { portico } = wired()
    const { call } = await serve(toolset(portico, { desk: '*' }))
    const invalid = await call('desk_createTicket', { subject: 'x', admin: true })
    expect(invalid).toMatchObject({
      isError: true,
      structuredContent: { error: { code: 'invalid_input', commitState: 'not_sent', retryable: false } },
    })
    vendor.reply = () => ({ status: 404, body: { code: 'gone', message: 'no such ticket' } })
    expect(await call('desk_getTicket', { id: '9' })).toMatchObject({ structuredContent: { error: { code: 'not_found' } } })
    vendor.reply = () => ({ status: 503, body: {} })
    const lost = await call('desk_claimTicket', { subject: 'x' })
    const { error } = lost.structuredContent as unknown as { error: { key: string; next: string } }
    expect(error).toMatchObject({ code: 'unavailable', commitState: 'unknown' })
    expect(error.next).toContain(error.key)
  })

  test('reads a list page by page, and what was cut part by part', async () => {
    const { portico } = wired()
    const long = 'a😀'.repeat(40_000)
    const ticket = (id: string, body?: string) => ({ id, subject: `Ticket ${id}`, ...(body && { body }) })
    vendor.reply = ({ url }) =>
      url.includes('cursor=p2')
        ? { body: { tickets: [ticket('3', long)], next: null } }
        : { body: { tickets: [ticket('1'), ticket('2')], next: 'p2' } }
    const { call } = await serve(toolset(portico, { desk: '*' }))
    const first = await call('desk_listTickets')
    expect(first.structuredContent['data']).toHaveLength(2)
    const second = await call('desk_listTickets', { portico: { next: first.structuredContent['next'] } })
    expect(second.structuredContent['next']).toBeUndefined()
    const [shown] = second.structuredContent['data'] as [{ body: string }]
    const [cut] = second.structuredContent['cut'] as [{ path: string; shown: number; of: number; next: string }]
    expect(cut).toMatchObject({ path: '/0/body', of: long.length, shown: shown.body.length })
    let text = shown.body
    for (let next: unknown = cut.next; next !== undefined;) {
      const { part, next: following } = (await call('desk_listTickets', { portico: { next } })).structuredContent as unknown as {
        part: { value: string; from: number }
        next?: string
      }
      expect(part.from).toBe(text.length)
      text += part.value
      next = following
    }
    expect(text).toBe(long)
    const wrong = await call('desk_listTickets', { portico: { next: 'not ours' } })
    expect(wrong).toMatchObject({ isError: true, structuredContent: { error: { code: 'invalid_input' } } })
  })

  test('sees nothing of what a policy denies whatever the arguments are, and calls what it judges by them', async () => {
    const asked: string[] = []
    const policy: Policy = {
      decide: async ({ operation, input }) => {
        asked.push(operation)
        const denied = { effect: 'deny', rule: 'night', reason: 'not at night' } as const
        if (operation === 'createTicket') return denied
        if (operation === 'claimTicket' && (input as { subject: string }).subject === 'NO') return denied
        return { effect: 'abstain' }
      },
    }
    const { portico, audit } = wired({ policy })
    const never = toolRule(portico, 'desk.listTickets', 'Never.', () => ({ deny: true }))
    const { client, call } = await serve(toolset(portico, { desk: '*' }, { rules: [never] }))
    const names = (await client.listTools()).tools.map(({ name }) => name)
    expect(names).toContain('desk_claimTicket')
    expect(names).not.toContain('desk_createTicket')
    expect(names).not.toContain('desk_listTickets')
    for (const name of ['desk_createTicket', 'desk_listTickets'])
      await expect(call(name)).rejects.toThrow(`Unknown tool: ${name}`)
    expect(await call('desk_claimTicket', { subject: 'NO' })).toMatchObject({
      structuredContent: { error: { code: 'policy_denied' } },
    })
    expect(await call('desk_claimTicket', { subject: 'x' })).not.toHaveProperty('isError')
    expect(vendor.seen).toHaveLength(1)
    expect(audit.rows.map(({ operation, decidedBy }) => `${operation} ${decidedBy}`)).toEqual([
      'createTicket night',
      'listTickets toolset.desk.listTickets',
      'claimTicket night',
      expect.stringContaining('claimTicket') as string,
    ])
    // Once for the list and all its calls, once for each call that it lets through.
    expect(asked.filter((operation) => operation === 'createTicket')).toHaveLength(1)
    expect(asked.filter((operation) => operation === 'claimTicket')).toHaveLength(3)
  })

  test('is held to the rules of the toolset', async () => {
    const { portico, store } = wired()
    const tools = toolset(
      portico,
      { desk: '*' },
      {
        rules: [
          toolRule(portico, 'desk.createTicket', 'Loud tickets go to the head.', ({ input }) =>
            input.subject === 'LOUD' ? { raise: 'A2' } : input.subject === 'NO' ? { deny: true } : undefined,
          ),
        ],
      },
    )
    const { call } = await serve(tools)
    expect(await call('desk_createTicket', { subject: 'quiet' })).not.toHaveProperty('isError')
    expect(await call('desk_createTicket', { subject: 'NO' })).toMatchObject({
      structuredContent: { error: { code: 'policy_denied' } },
    })
    expect(await call('desk_createTicket', { subject: 'LOUD' })).toMatchObject({
      structuredContent: { error: { code: 'approval_required' } },
    })
    expect(store.approvals.pending('acme')).toMatchObject([{ requiredApproval: 'A2', reason: 'Loud tickets go to the head.' }])
    expect(vendor.seen).toHaveLength(1)
  })
})
