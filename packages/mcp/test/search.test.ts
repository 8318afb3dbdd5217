import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Client, Tool } from '@modelcontextprotocol/client'
import { bearer, createPortico, defineVendor, memoryAudit } from '@portico/core'
import * as z from 'zod'
import { type Toolset, toolset } from '@portico/mcp'
import { agent, connected } from './fixture/connected.ts'
import { type FakeVendor, fakeVendor } from './fixture/vendor.ts'

const verbs = ['get', 'list', 'find', 'count', 'export', 'compare', 'check', 'watch', 'draft', 'review']
const things = ['Invoice', 'Shipment', 'Refund', 'Customer', 'Ticket', 'Contract', 'Payslip', 'Warehouse', 'Coupon', 'Meeting']
const places = ['Riyadh', 'Jeddah', 'Dammam', 'Tabuk', 'Abha', 'Hail', 'Najran', 'Jazan', 'Taif', 'Arar']

const vendor = defineVendor({
  id: 'large',
  title: { en: 'Large', ar: 'كبير' },
  vendorVersion: '1',
  origins: { api: 'https://large.example' },
  auth: { token: bearer() },
  failures: { read: ({ body }) => ({ code: body?.code, message: body?.message }), codes: {} },
  defaults: { timeoutMs: 10_000, retry: { attempts: 1 }, sensitivity: 'S1' },
  facts: { source: 'packages/mcp/test/search.test.ts', verifiedAt: '2026-11-28' },
})
/** 1,000 operations of every verb, thing and place. */
const operations = Object.fromEntries(
  verbs.flatMap((verb) =>
    things.flatMap((thing) =>
      places.map((place) => [
        `${verb}${thing}In${place}`,
        vendor.query('GET /things/{id}', {
          summary: `To ${verb} a ${thing.toLowerCase()} of the branch in ${place}.`,
          input: z.object({ id: z.string() }),
          output: z.object({ id: z.string() }),
          examples: [{ id: '1' }],
        }),
      ]),
    ),
  ),
)

let loopback: FakeVendor
let portico: ReturnType<typeof open>
/** Made once: a thousand schemas take a moment. */
let whole: Toolset
/** To the whole, whose index takes a moment too. */
let wide: Awaited<ReturnType<typeof connected>>
const audit = memoryAudit()
const open = (origin: string) =>
  createPortico({
    connectors: { large: vendor.connector({ version: '1.0.0', operations }) },
    connections: { credentials: () => ({ credentials: { token: 't' } }) },
    origins: { large: { api: origin } },
    audit,
  })
beforeAll(async () => {
  loopback = await fakeVendor()
  portico = open(loopback.origin)
  whole = toolset(portico, { large: '*' })
  wide = await connected(whole, 'modern', { caller: agent })
})
afterAll(async () => {
  await wide.close()
  await portico.close()
  await loopback.close()
})

async function using<T>(tools: Toolset, use: (client: Client) => Promise<T>, above?: number): Promise<T> {
  const options = above === undefined ? {} : { search: { above } }
  const theirs = await connected(tools, 'modern', { caller: agent, ...options })
  try {
    return await use(theirs.client)
  } finally {
    await theirs.close()
  }
}

interface Found {
  readonly tools: readonly Tool[]
  readonly found: number
}
async function search(client: Client, query: string, limit?: number): Promise<Found> {
  const given = { query, ...(limit !== undefined && { limit }) }
  const { structuredContent } = await client.callTool({ name: 'portico_search_tools', arguments: given })
  return structuredContent as never
}
const call = (client: Client, name: string) =>
  client.callTool({ name: 'portico_call_tool', arguments: { name, arguments: { id: '7' } } })

describe('1,000 operations', () => {
  test('are searched and called by name, with their schemas', async () => {
    const { client } = wide
    const { tools } = await client.listTools()
    expect(tools.map(({ name }) => name)).toEqual(['portico_search_tools', 'portico_call_tool'])
    for (const [query, best] of [
      ['check a payslip in Najran', 'large_checkPayslipInNajran'],
      ['Jeddah refund review', 'large_reviewRefundInJeddah'],
      ['exprt contracts tabuk', 'large_exportContractInTabuk'],
    ] as const) {
      expect((await search(client, query)).tools[0]!.name).toBe(best)
    }
    const { tools: found, found: of } = await search(client, 'invoice', 3)
    expect(found).toHaveLength(3)
    expect(of).toBeGreaterThanOrEqual(100)
    expect(found[0]).toMatchObject({ inputSchema: { required: ['id'] }, outputSchema: { required: ['call'] } })
    expect(await call(client, found[0]!.name)).toMatchObject({
      structuredContent: { data: { id: expect.any(String) as string } },
    })
    expect(await client.callTool({ name: found[0]!.name, arguments: { id: '7' } })).not.toHaveProperty('isError')
    expect(loopback.seen.map(({ url }) => url)).toEqual(['/things/7', '/things/7'])
  })

  test('are found and called only where they may be used, and a refusal is recorded', () =>
    using(toolset(portico, { large: '*' }, { access: { deny: ['large.*Riyadh', 'large.get*'] } }), async (client) => {
      loopback.seen.length = 0
      for (const query of ['Riyadh', 'get', 'getInvoiceInJeddah']) {
        const { tools } = await search(client, query, 20)
        expect(tools.filter(({ name }) => /Riyadh|_get/.test(name))).toEqual([])
      }
      await expect(call(client, 'large_getInvoiceInJeddah')).rejects.toThrow('Unknown tool: large_getInvoiceInJeddah')
      expect(audit.rows.at(-1)).toMatchObject({ operation: 'getInvoiceInJeddah', code: 'policy_denied', decidedBy: 'access' })
      await expect(call(client, 'large_nothing')).rejects.toThrow('Unknown tool')
      await expect(call(client, 'portico_call_tool')).rejects.toThrow('takes the name of a tool')
      expect(loopback.seen).toEqual([])
    }))

  test('are listed to a caller who may use few, or where the threshold says so', async () => {
    const few = { ...agent, client: 'few' }
    const access = { clients: { few: { allow: ['large.getInvoiceIn*'] }, '*': {} } }
    const { client: theirs, close } = await connected(toolset(portico, { large: '*' }, { access }), 'modern', {
      caller: few,
    })
    expect((await theirs.listTools()).tools).toHaveLength(10)
    await close()
    await using(whole, async (all) => expect((await all.listTools()).tools).toHaveLength(1_000), 1_000)
  })

  test.each([
    ['no query', {}, 'query'],
    ['a query without an end', { query: 'x'.repeat(401) }, 'query'],
    ['too many', { query: 'x', limit: 1_000 }, 'limit'],
    ['something else', { query: 'x', tenant: 'other' }, 'tenant'],
  ])('are not searched by %s', async (_name, given, problem) => {
    const answer = await wide.client.callTool({ name: 'portico_search_tools', arguments: given })
    expect(answer).toMatchObject({ isError: true, structuredContent: { problem: expect.stringContaining(problem) as string } })
  })
})
