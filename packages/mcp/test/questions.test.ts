import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Client, ElicitResult } from '@modelcontextprotocol/client'
import { memoryAudit } from '@portico/core'
import { type Asked, toolset } from '@portico/mcp'
import { agent, eras } from './fixture/connected.ts'
import { deskPortico } from './fixture/desk-portico.ts'
import { overHttp, type Served } from './fixture/over-http.ts'
import { post } from './fixture/task-session.ts'
import { type FakeVendor, fakeVendor } from './fixture/vendor.ts'

const asked = {
  'desk.createTicket': { before: [{ queue: { message: 'Which queue?', fields: ['queue'] } }] },
  'desk.tellCustomer': {
    before: [
      { words: { message: 'What shall be said?', fields: ['subject'] } },
      { queue: { message: 'Which queue?', fields: ['queue'] } },
    ],
  },
  'desk.exportTickets': { within: { queue: { message: 'Which queue?', fields: ['queue'] } } },
} as const

let vendor: FakeVendor
let portico: ReturnType<typeof deskPortico>
let audit: ReturnType<typeof memoryAudit>
let served: Served
beforeAll(async () => {
  vendor = await fakeVendor()
  audit = memoryAudit()
  portico = deskPortico(vendor.origin, { audit })
})
afterAll(async () => {
  await portico.close()
  await vendor.close()
})
beforeEach(async () => {
  vendor.seen.length = 0
  vendor.reply = ({ method, url, body }) =>
    url.startsWith('/exports')
      ? { body: method === 'POST' ? { id: 'e1' } : url.endsWith('/tickets') ? { tickets: [] } : { state: 'done' } }
      : { body: { id: 't1', ...(body as object) } }
  served = await overHttp(toolset(portico, { desk: '*' }, { asked }), { caller: agent, tasks: { everyMs: 20 } })
})
afterEach(() => served.close())

const answering =
  (answers: Readonly<Record<string, ElicitResult>>, messages: string[] = []) =>
  (client: Client): void =>
    client.setRequestHandler('elicitation/create', ({ params }) => {
      messages.push(params.message)
      return answers[params.message.split('\n', 1)[0]!] ?? { action: 'accept', content: { decision: 'approve' } }
    })
const accept = (content: Record<string, string>): ElicitResult => ({ action: 'accept', content })

describe.each(eras)('a person at a %s client', (era) => {
  const connect = (prepare: (client: Client) => void) =>
    served.connect(era, { capabilities: { elicitation: { form: {} } }, prepare })

  test('fills in what no model sees or sets', async () => {
    const client = await connect(answering({ 'Which queue?': accept({ queue: era, more: 'unasked' }) }))
    const { tools } = await client.listTools()
    const { properties } = tools.find(({ name }) => name === 'desk_createTicket')!.inputSchema
    expect(Object.keys(properties!)).toEqual(['subject', 'secret', 'portico'])
    const call = { name: 'desk_createTicket', arguments: { subject: 'Printer' } }
    expect(await client.callTool(call)).not.toHaveProperty('isError')
    expect(vendor.seen[0]!.body).toEqual({ subject: 'Printer', queue: era })
    const setting = await client.callTool({ ...call, arguments: { subject: 'Printer', queue: 'mine' } })
    expect(setting).toMatchObject({ isError: true, structuredContent: { error: { code: 'invalid_input' } } })
    expect(vendor.seen).toHaveLength(1)
  })

  test('is asked round by round, and then to approve what came of it', async () => {
    const messages: string[] = []
    const client = await connect(
      answering(
        { 'What shall be said?': accept({ subject: `Sorry ${era}` }), 'Which queue?': accept({ queue: 'it' }) },
        messages,
      ),
    )
    const answer = await client.callTool({ name: 'desk_tellCustomer', arguments: { portico: { correlationId: 'c' } } })
    expect(answer).not.toHaveProperty('isError')
    expect(messages).toHaveLength(3)
    expect(messages[2]).toContain(`"subject": "Sorry ${era}"`)
    expect(vendor.seen.map(({ body }) => body)).toEqual([{ subject: `Sorry ${era}`, queue: 'it' }])
  })

  test('may decline, and nothing runs', async () => {
    const client = await connect(answering({ 'Which queue?': { action: 'decline' } }))
    const answer = await client.callTool({ name: 'desk_createTicket', arguments: { subject: 'Printer' } })
    expect(answer).toMatchObject({ isError: true, structuredContent: { error: { code: 'approval_rejected' } } })
    expect(vendor.seen).toEqual([])
  })

  test('is needed: a client that can not ask is told what it lacks', async () => {
    const client = await served.connect(era)
    await expect(client.callTool({ name: 'desk_createTicket', arguments: { subject: 'x' } })).rejects.toMatchObject({
      code: -32021,
    })
  })
})

test('an answer counts for the call that was asked about alone, and a refusal is recorded', async () => {
  const call = { name: 'desk_createTicket', arguments: { subject: 'Printer' } }
  const { requestState } = (await post(served.url, 'tools/call', call)).result!
  const inputResponses = { queue: accept({ queue: 'it' }) }
  const other = await post(served.url, 'tools/call', { ...call, arguments: { subject: 'Pay me' }, requestState, inputResponses })
  expect(other.error?.message).toContain('the question was about another argumentsHash')
  expect(audit.rows.at(-1)).toMatchObject({ decidedBy: 'question.binding', operation: 'createTicket', code: 'policy_denied' })
  const unasked = await post(served.url, 'tools/call', { ...call, inputResponses })
  expect(unasked.result).toMatchObject({ resultType: 'input_required' })
  expect(vendor.seen).toEqual([])
})

test('a task asks within, starts with the answers, and ends where they are declined', async () => {
  const start = async (key: string) => {
    const params = { name: 'desk_exportTickets', arguments: { portico: { key, again: true } } }
    const { result } = await post(served.url, 'tools/call', params)
    expect(result).toMatchObject({ resultType: 'task', status: 'input_required' })
    return result!['taskId']
  }
  const get = async (taskId: unknown) => (await post(served.url, 'tasks/get', { taskId })).result
  const taskId = await start('one')
  expect(await get(taskId)).toMatchObject({ inputRequests: { queue: { params: { message: 'Which queue?' } } } })
  expect(vendor.seen).toEqual([])
  await post(served.url, 'tasks/update', { taskId, inputResponses: { queue: accept({ queue: 'it' }) } })
  await expect.poll(() => get(taskId), { timeout: 10_000 }).toMatchObject({ status: 'completed' })
  expect(vendor.seen[0]).toMatchObject({ method: 'POST', body: { queue: 'it' } })
  const declined = await start('two')
  await post(served.url, 'tasks/update', { taskId: declined, inputResponses: { queue: { action: 'decline' } } })
  expect(await get(declined)).toMatchObject({ status: 'completed', result: { isError: true } })
  expect(vendor.seen.filter(({ method }) => method === 'POST')).toHaveLength(1)
})

test.each([
  ['a field that is not there', { before: [{ a: { message: 'm', fields: ['nothing'] } }] }, 'has no field'],
  [
    'a field asked for twice',
    { before: [{ a: { message: 'm', fields: ['queue'] }, b: { message: 'm', fields: ['queue'] } }] },
    'already',
  ],
  ['a question within a short operation', { within: { a: { message: 'm', fields: ['queue'] } } }, 'not a long operation'],
  ["the approval's own name", { before: [{ approval: { message: 'm', fields: ['queue'] } }] }, "'approval'"],
] as readonly (readonly [string, Asked, string])[])('%s is refused when the toolset is made', (_name, questions, message) => {
  const stated = { asked: { 'desk.createTicket': questions as never } }
  expect(() => toolset(portico, { desk: '*' }, stated)).toThrow(message)
})
