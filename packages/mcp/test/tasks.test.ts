import { createHmac } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  type Clock,
  type IncidentSink,
  type Intents,
  memoryAudit,
  memoryIntents,
  memoryStore,
  memoryTasks,
  systemClock,
  type TaskRecord,
  type Tasks,
} from '@portico/core'
import { type LateTask, toolRule, type TaskOptions, toolset } from '@portico/mcp'
import { agent, eras } from './fixture/connected.ts'
import { deskPortico } from './fixture/desk-portico.ts'
import { overHttp, type Served } from './fixture/over-http.ts'
import { post, taskSession } from './fixture/task-session.ts'
import { type FakeVendor, fakeVendor } from './fixture/vendor.ts'

const ticket = { id: 't1', subject: 'Printer' }
const call = { name: 'desk_exportTickets', arguments: { queue: 'it' } }
const archive = { name: 'desk_archiveTickets', arguments: { queue: 'it' } }

let vendor: FakeVendor
let store: ReturnType<typeof memoryStore>
let audit: ReturnType<typeof memoryAudit>
let tasks: Tasks
let intents: Intents
let closing: (() => Promise<void>)[]
beforeEach(async () => {
  vendor = await fakeVendor()
  store = memoryStore()
  audit = memoryAudit()
  tasks = memoryTasks()
  intents = memoryIntents()
  closing = [() => vendor.close()]
  runs(2)
})
afterEach(async () => {
  for (const close of closing.toReversed()) await close()
})

/** The vendor's side: an export that takes so many polls. */
function runs(polls: number, end: object = { state: 'done' }): void {
  let asked = 0
  vendor.reply = ({ method, url }) => {
    if (method === 'POST') return { body: { id: 'e1' } }
    if (url.endsWith('/tickets')) return { body: { tickets: [ticket] } }
    return { body: method === 'DELETE' ? {} : asked++ < polls ? { state: 'running' } : end }
  }
}

async function serve(options: TaskOptions = {}, clock: Clock = systemClock, incidents?: IncidentSink): Promise<Served> {
  const portico = deskPortico(vendor.origin, { store, audit, clock, ...(incidents && { incidents }) })
  const served = await overHttp(toolset(portico, { desk: '*' }), {
    caller: agent,
    intents,
    tasks: { store: tasks, everyMs: 5, ...options },
  })
  closing.push(() => portico.close(), served.close)
  return served
}

async function ended(url: string, taskId: unknown): Promise<Record<string, unknown>> {
  for (;;) {
    const { result } = await post(url, 'tasks/get', { taskId })
    if (result!['status'] !== 'working') return result!
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

/** Changes a task behind its runner's back. */
async function change(taskId: unknown, changed: Partial<TaskRecord>): Promise<void> {
  for (;;) {
    const task = (await tasks.find('acme', taskId as string))!
    if (await tasks.save({ ...task, ...changed, version: task.version + 1 })) return
  }
}

const posts = (): number => vendor.seen.filter(({ method }) => method === 'POST').length

describe('a client of the tasks extension', () => {
  test('gets a task, asks about it to its end, and is given the same one when it calls again', async () => {
    runs(5)
    const { url } = await serve()
    const { result } = await post(url, 'tools/call', call)
    expect(result).toMatchObject({ resultType: 'task', status: 'working', pollIntervalMs: 10, ttlMs: 86_400_000 })
    const again = await post(url, 'tools/call', call)
    expect(again.result!['taskId']).toBe(result!['taskId'])
    const end = await ended(url, result!['taskId'])
    expect(end).toMatchObject({
      resultType: 'complete',
      status: 'completed',
      result: { resultType: 'complete', structuredContent: { data: [ticket] } },
    })
    expect(posts()).toBe(1)
    expect(await tasks.list('acme', 10)).toMatchObject([{ owner: 'Support', operation: 'desk.exportTickets' }])
  })

  test('gets its end while the vendor hangs on the task of another one', async () => {
    const { promise: hangs, resolve: release } = Promise.withResolvers<void>()
    let started = 0
    vendor.reply = async ({ method, url }) => {
      if (method === 'POST') return { body: { id: `e${++started}` } }
      if (url.includes('/e1')) await hangs
      return { body: url.endsWith('/tickets') ? { tickets: [ticket] } : { state: 'done' } }
    }
    const { url } = await serve()
    const hanging = (await post(url, 'tools/call', { ...call, arguments: { queue: 'hangs' } })).result!['taskId']
    await expect.poll(() => vendor.seen.some((seen) => seen.url.includes('/e1'))).toBe(true)
    const { taskId } = (await post(url, 'tools/call', call)).result!
    expect(await ended(url, taskId)).toMatchObject({ status: 'completed' })
    expect(await tasks.find('acme', hanging as string)).toMatchObject({ status: 'working' })
    release()
    expect(await ended(url, hanging)).toMatchObject({ status: 'completed' })
  })

  test('gets its end though the store fails at the task of another one', async () => {
    const first = await serve({ everyMs: 60_000 })
    const make = async (queue: string): Promise<unknown> =>
      (await post(first.url, 'tools/call', { ...call, arguments: { queue } })).result!['taskId']
    const [failing, other] = [await make('failing'), await make('other')]
    await first.close()
    const kept = tasks
    tasks = { ...kept, save: (task) => (task.id === failing ? Promise.reject(new Error('a lost connection')) : kept.save(task)) }
    const second = await serve()
    await expect.poll(async () => (await kept.find('acme', other as string))!.status).toBe('completed')
    await second.close()
  })

  test('is answered by another instance when its own is gone, and the job was started once', async () => {
    const first = await serve()
    const { taskId } = (await post(first.url, 'tools/call', call)).result!
    await first.close()
    expect((await tasks.find('acme', taskId as string))!.status).toBe('working')
    const second = await serve()
    expect((await post(second.url, 'tools/call', call)).result!['taskId']).toBe(taskId)
    expect(await ended(second.url, taskId)).toMatchObject({
      status: 'completed',
      result: { structuredContent: { data: [ticket] } },
    })
    expect(posts()).toBe(1)
  })

  test('settles one through the extension’s own session', async () => {
    const served = await serve()
    const client = await served.connect('modern', { capabilities: { extensions: { 'io.modelcontextprotocol/tasks': {} } } })
    const session = taskSession(client, served.url)
    const execution = await session.callTool(call.name, call.arguments)
    const { outcome } = await execution.settle()
    expect(outcome).toMatchObject({ result: { structuredContent: { data: [ticket] } } })
    await session.close()
  })

  test('cancels one through the extension’s own session', async () => {
    runs(1_000)
    const served = await serve()
    const client = await served.connect('modern', { capabilities: { extensions: { 'io.modelcontextprotocol/tasks': {} } } })
    const session = taskSession(client, served.url)
    const execution = await session.callTool(call.name, call.arguments)
    await execution.cancel()
    const { outcome } = await execution.settle()
    expect(outcome).toMatchObject({ status: 'cancelled' })
    expect(vendor.seen.at(-1)).toMatchObject({ method: 'DELETE', url: '/exports/e1' })
    await session.close()
  })

  test('cancels one, here and at the vendor', async () => {
    runs(1_000)
    const { url } = await serve()
    const taskId = (await post(url, 'tools/call', call)).result!['taskId']
    expect((await post(url, 'tasks/cancel', { taskId })).result).toMatchObject({ resultType: 'complete' })
    expect(await ended(url, taskId)).toMatchObject({ status: 'cancelled' })
    expect((await post(url, 'tasks/cancel', { taskId })).result).toMatchObject({ resultType: 'complete' })
    expect(vendor.seen.at(-1)).toMatchObject({ method: 'DELETE', url: '/exports/e1' })
  })

  test('cancels one while it is being started, and what has begun at the vendor is stopped', async () => {
    runs(1_000)
    const { url } = await serve()
    const taskId = (await post(url, 'tools/call', call)).result!['taskId'] as string
    let begin = (): void => undefined
    vendor.reply = ({ method }) =>
      method === 'POST' ? new Promise((resolve) => (begin = () => resolve({ body: { id: 'e9' } }))) : { body: {} }
    // As if it had waited for a decision, or its server had been killed before the vendor was reached.
    await change(taskId, { handle: undefined, idempotencyKey: 'not-begun', dueAt: 0, leasedUntil: 0 })
    await expect.poll(posts, { timeout: 10_000 }).toBe(2)
    await post(url, 'tasks/cancel', { taskId })
    expect((await tasks.find('acme', taskId))!.statusMessage).toContain('was just starting')
    begin()
    await expect
      .poll(() => tasks.find('acme', taskId), { timeout: 10_000 })
      .toMatchObject({ status: 'cancelled', statusMessage: undefined, handle: { data: { id: 'e9' } } })
    expect(vendor.seen.map(({ method, url: at }) => `${method} ${at}`)).toContain('DELETE /exports/e9')
  })

  test('is told when a cancelled job may run on, and so is a person', async () => {
    const reports: object[] = []
    runs(1_000)
    const run = vendor.reply
    vendor.reply = (request) => (request.method === 'DELETE' ? { status: 422, body: {} } : run(request))
    const { url } = await serve({}, systemClock, { report: (incident) => void reports.push(incident) })
    const taskId = (await post(url, 'tools/call', call)).result!['taskId']
    await post(url, 'tasks/cancel', { taskId })
    expect((await post(url, 'tasks/get', { taskId })).result).toMatchObject({
      status: 'cancelled',
      statusMessage: expect.stringContaining('may still be running at the vendor') as string,
    })
    expect(reports).toMatchObject([{ kind: 'task_runs_on', subject: 'desk.exportTickets' }])
  })

  test('is told of a job that failed as of a result, and of a definition that changed as of an error', async () => {
    runs(0, { state: 'failed', reason: 'no such queue' })
    const { url } = await serve()
    const first = (await post(url, 'tools/call', call)).result!['taskId']
    expect(await ended(url, first)).toMatchObject({ status: 'completed', result: { isError: true } })
    runs(1_000)
    const second = (await post(url, 'tools/call', { ...call, arguments: { queue: 'hr' } })).result!['taskId']
    await change(second, { pin: 'other' })
    const end = await ended(url, second)
    expect(end).toMatchObject({ status: 'failed', error: { code: -32603 } })
    expect(end).not.toHaveProperty('result')
  })

  test('has its own tasks alone', async () => {
    runs(1_000)
    const { url } = await serve()
    const taskId = (await post(url, 'tools/call', call)).result!['taskId']
    const portico = deskPortico(vendor.origin, { store, audit })
    closing.push(() => portico.close())
    for (const different of [
      { tenantId: 'other' },
      { client: 'other' },
      { actor: { type: 'executor_system', id: 'other' } },
      { person: { actor: { type: 'human', id: 'omar' }, approves: 'A1' } },
    ] as const) {
      const other = await overHttp(toolset(portico, { desk: '*' }), {
        caller: { ...agent, ...different },
        intents,
        tasks: { store: tasks, everyMs: 60_000 },
      })
      closing.push(other.close)
      for (const method of ['tasks/get', 'tasks/cancel', 'tasks/update']) {
        const theirs = await post(other.url, method, { taskId })
        const nobodys = await post(other.url, method, { taskId: 'no-such-task' })
        expect(theirs.error).toEqual(nobodys.error)
        expect(theirs.error!.code).toBe(-32602)
      }
      // The same call of somebody else is another one.
      expect((await post(other.url, 'tools/call', call)).result!['taskId']).not.toBe(taskId)
    }
    expect(posts()).toBe(5)
    expect(audit.rows.filter(({ decidedBy }) => decidedBy === 'task.owner')).toHaveLength(9)
    expect((await tasks.find('acme', taskId as string))!.status).toBe('working')
  })
})

describe('a task that needs a decision', () => {
  test('is made after the person at the client has approved it', async () => {
    const { url } = await serve()
    const asked = await post(url, 'tools/call', archive)
    expect(asked.result).toMatchObject({ resultType: 'input_required' })
    const { requestState } = asked.result!
    const inputResponses = { approval: { action: 'accept', content: { decision: 'approve' } } }
    const made = await post(url, 'tools/call', { ...archive, requestState, inputResponses })
    expect(made.result).toMatchObject({ resultType: 'task', status: 'working' })
    expect(await ended(url, made.result!['taskId'])).toMatchObject({ status: 'completed' })
  })

  test.each([
    ['approve', {}, { status: 'completed', result: { structuredContent: { data: { state: 'done' } } } }],
    [
      'edit',
      { arguments: '{"queue":"hr"}' },
      { status: 'completed', result: { structuredContent: { data: { state: 'done' } } } },
    ],
    [
      'reject',
      { reason: 'no' },
      { status: 'completed', result: { isError: true, structuredContent: { error: { code: 'approval_rejected' } } } },
    ],
  ] as const)('waits for the person within it, who says %s', async (decision, more, expected) => {
    const { url } = await serve({ approvals: 'within' })
    const taskId = (await post(url, 'tools/call', archive)).result!['taskId']
    const waiting = (await post(url, 'tasks/get', { taskId })).result!
    expect(waiting).toMatchObject({
      status: 'input_required',
      // They decide on this call, so they see what it would do.
      inputRequests: {
        approval: { method: 'elicitation/create', params: { message: expect.stringContaining('"queue": "it"') } },
      },
    })
    expect((await post(url, 'tasks/update', { taskId, inputResponses: { other: {} } })).result).toMatchObject({
      resultType: 'complete',
    })
    const inputResponses = { approval: { action: 'accept', content: { decision, ...more } } }
    expect((await post(url, 'tasks/update', { taskId, inputResponses })).result).toMatchObject({ resultType: 'complete' })
    expect(await ended(url, taskId)).toMatchObject(expected)
    expect(vendor.seen.filter(({ method }) => method === 'POST').map(({ body }) => body)).toEqual(
      decision === 'reject' ? [] : [{ queue: decision === 'edit' ? 'hr' : 'it' }],
    )
  })

  test('of more arguments than a form shows waits for a decision elsewhere', async () => {
    const { url } = await serve({ approvals: 'within' })
    const large = { ...archive, arguments: { queue: 'x'.repeat(30_000) } }
    const { taskId } = (await post(url, 'tools/call', large)).result!
    expect((await post(url, 'tasks/get', { taskId })).result).toMatchObject({ status: 'working' })
    const inputResponses = { approval: { action: 'accept', content: { decision: 'approve' } } }
    await post(url, 'tasks/update', { taskId, inputResponses })
    expect(posts()).toBe(0)
    expect(store.approvals.pending('acme')).toHaveLength(1)
  })

  test('is not decided by a person who may no longer decide it', async () => {
    const portico = deskPortico(vendor.origin, { store, audit })
    closing.push(() => portico.close())
    const rules = [toolRule(portico, 'desk.archiveTickets', 'The head decides.', () => ({ raise: 'A2' }))]
    const as = async (approves: 'A1' | 'A2') => {
      const caller = { ...agent, person: { ...agent.person!, approves } }
      const options = { store: tasks, everyMs: 5, approvals: 'within' } as const
      const served = await overHttp(toolset(portico, { desk: '*' }, { rules }), { caller, intents, tasks: options })
      closing.push(served.close)
      return served.url
    }
    const taskId = (await post(await as('A2'), 'tools/call', archive)).result!['taskId']
    const answer = { taskId, inputResponses: { approval: { action: 'accept', content: { decision: 'approve' } } } }
    const { error } = await post(await as('A1'), 'tasks/update', answer)
    expect(error).toMatchObject({ code: -32602, message: expect.stringContaining('may not decide') as string })
    expect(await tasks.find('acme', taskId as string)).toMatchObject({ status: 'input_required' })
    expect(store.approvals.pending('acme')).toHaveLength(1)
    expect(posts()).toBe(0)
  })

  test('waits for a person elsewhere', async () => {
    // It looks for the decision once a second.
    let ahead = 0
    const { url } = await serve({}, { ...systemClock, now: () => Date.now() + ahead })
    const capabilities = { extensions: { 'io.modelcontextprotocol/tasks': {} } }
    const taskId = (await post(url, 'tools/call', archive, { capabilities })).result!['taskId']
    const [request] = store.approvals.pending('acme')
    store.approvals.decide(request!.id, { outcome: 'approve', by: { type: 'human', id: 'boss' }, at: '2026-11-24T00:00:00Z' })
    ahead = 1_000
    expect(await ended(url, taskId)).toMatchObject({ status: 'completed' })
    expect(posts()).toBe(1)
  })
})

describe.each(eras)('a %s client without the extension', (era) => {
  test('waits for the end, comes back when it takes longer, and is refused where a task is required', async () => {
    const served = await serve()
    const client = await served.connect(era)
    expect((await client.callTool(call)).structuredContent).toMatchObject({ data: [ticket] })
    runs(5)
    const hasty = await serve({ waitMs: 0 })
    const other = { ...call, arguments: { queue: 'hr' } }
    const slow = await (await hasty.connect(era)).callTool(other)
    expect(slow).toMatchObject({ isError: true, structuredContent: { error: { code: 'in_progress', retryable: true } } })
    expect((await client.callTool(other)).structuredContent).toMatchObject({ data: [ticket] })
    expect(posts()).toBe(2)
    const strict = await serve({ required: ['desk.exportTickets'] })
    await expect((await strict.connect(era)).callTool(call)).rejects.toMatchObject({ code: -32021 })
    if (era === 'legacy') return
    const { error } = await post(served.url, 'tasks/get', { taskId: 'x' }, { capabilities: {} })
    expect(error).toMatchObject({
      code: -32021,
      data: { requiredCapabilities: { extensions: { 'io.modelcontextprotocol/tasks': {} } } },
    })
  })
})

describe('a task that ends, or is late', () => {
  test('is told of by a signed webhook', async () => {
    const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
    const taken: { headers: Record<string, string>; body: string }[] = []
    const receiver = createServer((request, response) => {
      let body = ''
      request.on('data', (chunk: Buffer) => (body += chunk.toString()))
      request.on('end', () => {
        taken.push({ headers: request.headers as Record<string, string>, body })
        response.writeHead(204).end()
      })
    })
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
    closing.push(() => new Promise((resolve) => receiver.close(() => resolve())))
    const address = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/done`
    const { url } = await serve({ webhook: { url: address, secret } })
    const taskId = (await post(url, 'tools/call', call)).result!['taskId']
    await ended(url, taskId)
    await expect.poll(() => taken.length, { timeout: 10_000 }).toBe(1)
    const { headers, body } = taken[0]!
    expect(JSON.parse(body)).toMatchObject({
      type: 'task.ended',
      data: { taskId, status: 'completed', operation: 'desk.exportTickets' },
    })
    const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`
    const mac = createHmac('sha256', Buffer.from(secret.slice('whsec_'.length), 'base64'))
      .update(signed)
      .digest('base64')
    expect(headers['webhook-signature']).toBe(`v1,${mac}`)
  })

  test('opens one incident when its SLA has passed, of the class that its readers are', async () => {
    runs(1_000)
    let ahead = 0
    const clock: Clock = { ...systemClock, now: () => Date.now() + ahead }
    const incidents: LateTask[] = []
    const { url } = await serve({ incidents: { report: (incident) => void incidents.push(incident) } }, clock)
    const { result } = await post(url, 'tools/call', call)
    const taskId = result!['taskId'] as string
    // A step that is under way when the clock leaps would lose its lease, and be taken twice.
    await expect
      .poll(async () => (await tasks.find('acme', taskId))!, { timeout: 10_000 })
      .toMatchObject({
        handle: expect.anything(),
        leasedUntil: 0,
      })
    ahead = 61_000
    await expect.poll(async () => (await tasks.find('acme', taskId))!.late, { timeout: 10_000 }).toBe(true)
    await expect.poll(() => vendor.seen.length, { timeout: 10_000 }).toBeGreaterThan(4)
    expect(incidents).toMatchObject([{ kind: 'task_late', severity: 'V2', subject: 'desk.exportTickets', tenantId: 'acme' }])
  })
})
