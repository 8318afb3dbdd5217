import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { memoryStore } from '@portico/core'
import { toolset } from '@portico/mcp'
import { agent } from './fixture/connected.ts'
import { deskPortico } from './fixture/desk-portico.ts'
import { overHttp, type Served } from './fixture/over-http.ts'
import { type FakeVendor, fakeVendor } from './fixture/vendor.ts'

let vendor: FakeVendor
let served: Served
let portico: ReturnType<typeof deskPortico>
beforeEach(async () => {
  vendor = await fakeVendor()
  portico = deskPortico(vendor.origin, { store: memoryStore() })
  const tools = toolset(portico, { desk: '*' }, { access: { deny: ['desk.claim*'] } })
  served = await overHttp(tools, { caller: agent, tasks: { required: ['desk.exportTickets'] } })
})
afterEach(async () => {
  await served.close()
  await portico.close()
  await vendor.close()
})

/** The same call twice: plainly, which is answered directly, and with a progress token, which only the SDK's way takes. */
async function bothWays(params: Readonly<Record<string, unknown>>, capabilities: object = {}) {
  const once = async (meta: object) => {
    const response = await fetch(served.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        'mcp-protocol-version': '2026-07-28',
        'mcp-method': 'tools/call',
        'mcp-name': String(params['name']),
      },
      body: JSON.stringify({
        jsonrpc: '2.0',
        id: 'call-1',
        method: 'tools/call',
        params: {
          ...params,
          _meta: {
            'io.modelcontextprotocol/protocolVersion': '2026-07-28',
            'io.modelcontextprotocol/clientInfo': { name: 'test', version: '1' },
            'io.modelcontextprotocol/clientCapabilities': capabilities,
            ...meta,
          },
        },
      }),
    })
    return { status: response.status, body: plain((await response.json()) as object) }
  }
  const direct = await once({})
  const general = await once({ progressToken: 1 })
  return { direct, general }
}

/** Without what differs from call to call: ids, keys, stamps, and the state that holds them. */
function plain(value: object): unknown {
  const text = JSON.stringify(value)
    .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, 'id')
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'time')
    .replaceAll(/"v1\.[\w.-]+"/g, '"state"')
    .replaceAll(/\b\d+ ms\b/g, 'ms')
  return JSON.parse(text) as unknown
}

const wide = { elicitation: { form: {} }, extensions: { 'io.modelcontextprotocol/tasks': {} } }

describe('a call that is answered directly is answered as the SDK does', () => {
  test.each([
    ['a read', { name: 'desk_getTicket', arguments: { id: '7' } }, {}],
    ['a read without arguments', { name: 'desk_listTickets' }, {}],
    ['an unknown tool', { name: 'desk_nothing', arguments: {} }, {}],
    ['a tool that is denied', { name: 'desk_claimTicket', arguments: { subject: 'x' } }, {}],
    ['wrong arguments', { name: 'desk_getTicket', arguments: { id: 7, more: true } }, {}],
    ['wrong controls', { name: 'desk_getTicket', arguments: { id: '7', portico: { again: true } } }, {}],
    ['a call that waits for a person', { name: 'desk_deleteTicket', arguments: { id: '7' } }, wide],
    [
      'a question to the person',
      { name: 'desk_tellCustomer', arguments: { subject: 'x', portico: { correlationId: 'c' } } },
      wide,
    ],
    ['a long operation', { name: 'desk_exportTickets', arguments: { queue: 'it' } }, wide],
    ['a long operation that needs a task', { name: 'desk_exportTickets', arguments: { queue: 'it' } }, {}],
  ])('%s', async (name, params, capabilities) => {
    vendor.reply = ({ url }) => ({
      body:
        url.includes('/tickets?') || url.endsWith('/tickets') ? { tickets: [], next: null } : { id: 't1', subject: 'Printer' },
    })
    const { direct, general } = await bothWays(params, capabilities)
    expect(direct).toEqual(general)
    if (name !== 'a long operation') return
    expect(direct.body).toMatchObject({ result: { resultType: 'task', taskId: 'id' } })
  })
})
