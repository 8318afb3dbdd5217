import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Client, ElicitResult } from '@modelcontextprotocol/client'
import { memoryAudit, memoryStore } from '@portico/core'
import { type Toolset, toolset } from '@portico/mcp'
import { agent, eras } from './fixture/connected.ts'
import { deskPortico } from './fixture/desk-portico.ts'
import { overHttp, type Served } from './fixture/over-http.ts'
import { type FakeVendor, fakeVendor } from './fixture/vendor.ts'

const call = { name: 'desk_tellCustomer', arguments: { subject: 'Sorry', portico: { correlationId: 'ticket-7' } } }
const boss = { type: 'human', id: 'boss' } as const
const at = '2026-11-24T00:00:00Z'

let vendor: FakeVendor
let served: Served
let tools: Toolset
let store: ReturnType<typeof memoryStore>
let audit: ReturnType<typeof memoryAudit>
let end: () => Promise<void>
beforeEach(async () => {
  vendor = await fakeVendor()
  store = memoryStore()
  audit = memoryAudit()
  const portico = deskPortico(vendor.origin, { store, audit })
  tools = toolset(portico, { desk: '*' })
  served = await overHttp(tools)
  end = () => portico.close()
})
afterEach(async () => {
  await served.close()
  await end()
  await vendor.close()
})

function answering(answers: readonly ElicitResult[], asked: string[] = []) {
  let next = 0
  return (client: Client): void =>
    client.setRequestHandler('elicitation/create', ({ params }) => {
      asked.push(params.message)
      return answers[Math.min(next++, answers.length - 1)]!
    })
}

describe.each(eras)('a person at a %s client', (era) => {
  const connect = (prepare: (client: Client) => void) =>
    served.connect(era, { capabilities: { elicitation: { form: {} } }, prepare })

  test('approves what was shown', async () => {
    const asked: string[] = []
    const client = await connect(answering([{ action: 'accept', content: { decision: 'approve' } }], asked))
    const answer = await client.callTool(call)
    expect(answer.structuredContent).toMatchObject({ data: { subject: 'Sorry' }, call: { commitState: 'committed' } })
    expect(asked).toHaveLength(1)
    expect(asked[0]).toContain('"subject": "Sorry"')
    expect(audit.rows.at(-1)).toMatchObject({ decidedBy: 'approval.approve', correlationId: 'ticket-7' })
    expect(vendor.seen).toHaveLength(1)
  })

  test('sees what the arguments hold, and not what they look like', async () => {
    const asked: string[] = []
    const client = await connect(answering([{ action: 'accept', content: { decision: 'approve' } }], asked))
    const subject = 'To acme\u202Emoc.live\u202C, not\u200B 10\u{E0030}'
    const answer = await client.callTool({ ...call, arguments: { ...call.arguments, subject } })
    expect(answer.structuredContent).toMatchObject({ data: { subject } })
    expect(asked[0]).toContain(String.raw`"To acme\u202emoc.live\u202c, not\u200b 10\udb40\udc30"`)
  })

  test('is not asked about more than a form shows: it waits for a decision elsewhere', async () => {
    const asked: string[] = []
    const client = await connect(answering([{ action: 'accept', content: { decision: 'approve' } }], asked))
    const subject = 'x'.repeat(30_000)
    const answer = await client.callTool({ ...call, arguments: { ...call.arguments, subject } })
    expect(answer.structuredContent).toMatchObject({ error: { code: 'approval_required' } })
    expect(asked).toEqual([])
    expect(vendor.seen).toEqual([])
  })

  test('edits it, and the edit is checked', async () => {
    const client = await connect(
      answering([{ action: 'accept', content: { decision: 'edit', arguments: '{"subject":"We are sorry"}' } }]),
    )
    expect((await client.callTool(call)).structuredContent).toMatchObject({ data: { subject: 'We are sorry' } })
    expect(vendor.seen[0]!.body).toEqual({ subject: 'We are sorry' })
    const careless = await connect(answering([{ action: 'accept', content: { decision: 'edit', arguments: '{"subject":""}' } }]))
    const other = { ...call, arguments: { ...call.arguments, subject: 'Other' } }
    expect((await careless.callTool(other)).structuredContent).toMatchObject({ error: { code: 'invalid_input' } })
    expect(vendor.seen).toHaveLength(1)
  })

  test.each([
    ['rejects', { action: 'accept', content: { decision: 'reject', reason: 'too early' } }, 'too early'],
    ['declines', { action: 'decline' }, 'declined at the client'],
  ] as const)('%s it, and it stays rejected', async (_name, answer, reason) => {
    const client = await connect(answering([answer]))
    for (let times = 0; times < 2; times++) {
      const { structuredContent } = await client.callTool(call)
      expect(structuredContent).toMatchObject({ error: { code: 'approval_rejected', commitState: 'not_sent' } })
      expect(JSON.stringify(structuredContent)).toContain(reason)
    }
    expect(vendor.seen).toEqual([])
    expect(store.approvals.pending('acme')).toEqual([])
  })

  test('is not asked about what is above their class, or where the client can not ask', async () => {
    const asked: string[] = []
    const client = await connect(answering([{ action: 'accept', content: { decision: 'approve' } }], asked))
    const answer = await client.callTool({ name: 'desk_deleteTicket', arguments: { id: '1' } })
    expect(answer.structuredContent).toMatchObject({ error: { code: 'approval_required', approval: { requires: 'A3' } } })
    const mute = await served.connect(era)
    expect((await mute.callTool(call)).structuredContent).toMatchObject({ error: { code: 'approval_required' } })
    expect(asked).toEqual([])
    expect(vendor.seen).toEqual([])
  })

  test('elsewhere decides, and the agent that polls gets the outcome', async () => {
    const client = await served.connect(era)
    const remove = { name: 'desk_deleteTicket', arguments: { id: '1' } }
    const waiting = await client.callTool(remove)
    const again = await client.callTool(remove)
    expect(again.structuredContent).toMatchObject({
      error: { approval: (waiting.structuredContent as { error: { approval: object } }).error.approval },
    })
    const [request] = store.approvals.pending('acme')
    store.approvals.decide(request!.id, { outcome: 'approve', by: boss, at })
    expect((await client.callTool(remove)).structuredContent).toMatchObject({
      call: { commitState: 'committed', replayed: false },
    })
    expect((await client.callTool(remove)).structuredContent).toMatchObject({ call: { replayed: true } })
    expect(vendor.seen).toHaveLength(1)
  })
})

describe('an answer that was tampered with', () => {
  const meta = {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientInfo': { name: 'attacker', version: '1' },
    'io.modelcontextprotocol/clientCapabilities': { elicitation: { form: {} } },
  }
  async function post(params: Record<string, unknown>, url = served.url) {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        'mcp-protocol-version': '2026-07-28',
        'mcp-method': 'tools/call',
        'mcp-name': String(params['name']),
      },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { ...params, _meta: meta } }),
    })
    return (await response.json()) as { result?: { requestState: string }; error?: { message: string } }
  }
  const yes = { approval: { action: 'accept', content: { decision: 'approve' } } }

  test('runs nothing when the person may no longer decide it', async () => {
    const remove = { name: 'desk_deleteTicket', arguments: { id: '1' } }
    const stateKey = 'a key that both instances sign with'
    const as = (approves: 'A1' | 'A3') =>
      overHttp(tools, { caller: { ...agent, person: { ...agent.person!, approves } }, stateKey })
    const before = await as('A3')
    const { requestState } = (await post(remove, before.url)).result!
    await before.close()
    const after = await as('A1')
    const { error } = await post({ ...remove, requestState, inputResponses: yes }, after.url)
    await after.close()
    expect(error?.message).toContain('nobody at this client may decide')
    expect(store.approvals.pending('acme')).toHaveLength(1)
    expect(vendor.seen).toEqual([])
  })

  test.each([
    ['client', { client: 'thief' }],
    ['tenantId', { tenantId: 'other' }],
    ['actor', { actor: { type: 'executor_system', id: 'another' } as const }],
    ['person', { person: { actor: { type: 'human', id: 'bob' }, approves: 'A1' } as const }],
  ])('runs nothing for another %s, in an instance that signs with the same key', async (part, changed) => {
    const stateKey = 'a key that both instances sign with'
    const asked = await overHttp(tools, { caller: agent, stateKey })
    const { requestState } = (await post(call, asked.url)).result!
    await asked.close()
    const other = await overHttp(tools, { caller: { ...agent, ...changed }, stateKey })
    const { error } = await post({ ...call, requestState, inputResponses: yes }, other.url)
    await other.close()
    expect(error?.message).toContain(`the question was about another ${part}`)
    expect(store.approvals.pending('acme')).toHaveLength(1)
    expect(vendor.seen).toEqual([])
  })

  test('runs nothing: another tool, other arguments, a forged or used state, another client', async () => {
    const { result } = await post(call)
    const { requestState } = result!
    const answered = { ...call, requestState, inputResponses: yes }
    const other = await post({ ...answered, arguments: { ...call.arguments, subject: 'Pay me' } })
    expect(other.error?.message).toContain('the question was about another argumentsHash')
    const tool = await post({ ...answered, name: 'desk_createTicket', arguments: { subject: 'Sorry' } })
    expect(tool.error?.message).toContain('the question was about another tool')
    const [head, body, mac] = requestState.split('.')
    const forged = Buffer.from(Buffer.from(body!, 'base64url').toString().replace('ticket', 'tucket')).toString('base64url')
    expect((await post({ ...answered, requestState: `${head}.${forged}x.${mac}` })).error?.message).toContain('requestState')
    const thief = await overHttp(tools, { caller: { ...agent, client: 'thief' } })
    expect((await post(answered, thief.url)).error?.message).toContain('requestState')
    await thief.close()
    expect(vendor.seen).toEqual([])
    expect((await post(answered)).error).toBeUndefined()
    const replayed = await post(answered)
    expect(replayed.error?.message).toContain('The answer does not cover this call')
    expect(vendor.seen).toHaveLength(1)
    expect(audit.rows.filter(({ decidedBy }) => decidedBy === 'approval.binding')).toHaveLength(3)
  })
})
