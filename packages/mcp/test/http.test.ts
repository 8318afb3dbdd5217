import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { httpServer, toolset } from '@portico/mcp'
import { agent, eras } from './fixture/connected.ts'
import { deskPortico } from './fixture/desk-portico.ts'
import { overHttp, type Served } from './fixture/over-http.ts'
import { type FakeVendor, fakeVendor } from './fixture/vendor.ts'

let vendor: FakeVendor
let served: Served
let portico: ReturnType<typeof deskPortico>
beforeEach(async () => {
  vendor = await fakeVendor()
  portico = deskPortico(vendor.origin)
  served = await overHttp(toolset(portico, { desk: '*' }))
})
afterEach(async () => {
  await served.close()
  await portico.close()
  await vendor.close()
})

describe.each(eras)('a %s client over HTTP', (era) => {
  test('lists and calls', async () => {
    const client = await served.connect(era)
    expect((await client.listTools()).tools).toHaveLength(8)
    const answer = await client.callTool({ name: 'desk_getTicket', arguments: { id: '7' } })
    expect(answer.structuredContent).toMatchObject({ data: { id: 't1', subject: 'Printer' } })
    expect(vendor.seen[0]).toMatchObject({ method: 'GET', url: '/tickets/7' })
    await expect(client.callTool({ name: 'desk_nothing', arguments: {} })).rejects.toThrow('Unknown tool')
  })

  test('that does not wait for its answer finds it when it repeats the call', async () => {
    const client = await served.connect(era)
    let answer = (): void => undefined
    vendor.reply = () => new Promise((resolve) => (answer = () => resolve({ body: { id: 't1', subject: 'x' } })))
    const call = { name: 'desk_createTicket', arguments: { subject: 'x' } }
    await expect(client.callTool(call, { timeout: 200 })).rejects.toThrow('timed out')
    const again = client.callTool(call)
    await expect.poll(() => vendor.seen.length, { timeout: 10_000 }).toBe(1)
    answer()
    expect((await again).structuredContent).toMatchObject({ data: { id: 't1' } })
    vendor.reply = () => ({ body: { id: 't2', subject: 'x' } })
    const repeated = await client.callTool(call)
    expect(repeated.structuredContent).toMatchObject({ data: { id: 't1' }, call: { replayed: true } })
    expect(vendor.seen).toHaveLength(1)
    const second = await client.callTool({ ...call, arguments: { ...call.arguments, portico: { again: true } } })
    expect(second.structuredContent).toMatchObject({ data: { id: 't2' }, call: { replayed: false } })
  })
})

test('a server no longer listens after the block that it was made in', async () => {
  const listening = async (): Promise<string> => {
    await using server = httpServer(toolset(portico, { desk: '*' }), { caller: agent })
    const url = await server.listen()
    expect((await fetch(url)).status).toBeLessThan(500)
    return url
  }
  await expect(fetch(await listening())).rejects.toThrow('fetch failed')
})
