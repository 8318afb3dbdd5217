import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import * as z from 'zod'
import { bytes, connect, defineVendor, events, isConnectorError, none } from '@portico/core'
import { bound, common, write } from './vendor.ts'

const vendor = defineVendor({ ...common, id: 'flows', origins: { api: 'https://flows.example' } })
const report = vendor.query('GET /report', {
  summary: 'A report.',
  input: z.object({}),
  output: bytes({ maxBytes: 12_000_000 }),
  examples: [{}],
})
const note = vendor.query('GET /note', {
  summary: 'A note.',
  input: z.object({}),
  output: bytes({ maxBytes: 1_000 }),
  examples: [{}],
})
const runPrompt = vendor.command('POST /prompts', {
  ...write,
  summary: 'Run a prompt.',
  input: z.object({ text: z.string() }),
  output: events(z.object({ id: z.string() })),
  idempotency: none('each run is another'),
  audit: { entity: { type: 'prompt', id: 'input.text' } },
  examples: [{ text: 'Hello' }],
})
const connector = vendor.connector({ version: '1.0.0', operations: { report, note, runPrompt } })

let server: Server
let size = 0
beforeEach(async () => {
  server = createServer(({ url }, response) => {
    response.writeHead(200, { 'content-type': url === '/prompts' ? 'text/event-stream' : 'application/octet-stream' })
    if (size > 0) return void response.end(Buffer.alloc(size))
    response.write(url === '/prompts' ? 'data: {"id":"1"}\n\n' : 'the beginning')
    setTimeout(() => response.socket!.destroy(), 20)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
})
afterEach(async () => {
  server.closeAllConnections()
  server.close()
  await once(server, 'close')
})

const client = () =>
  connect(connector, { ...bound, origins: { api: `http://127.0.0.1:${(server.address() as AddressInfo).port}` } })

/** The bytes that came, and what broke them off. */
async function read(stream: AsyncIterable<Uint8Array>): Promise<{ received: number; error: unknown }> {
  let received = 0
  try {
    for await (const chunk of stream) received += chunk.length
    return { received, error: undefined }
  } catch (error) {
    return { received, error }
  }
}

test('a download may be as large as it says, and no larger', async () => {
  size = 11_000_000
  expect(await read((await client().report({})).stream)).toEqual({ received: 11_000_000, error: undefined })
  size = 1_001
  const { error } = await read((await client().note({})).stream)
  expect(isConnectorError(error, connector) && error).toMatchObject({ code: 'contract_violation', retryable: false })
})

test('a download that breaks off says so as every call does, and may be read again', async () => {
  size = 0
  const { received, error } = await read((await client().report({})).stream)
  expect(received).toBe('the beginning'.length)
  expect(isConnectorError(error, connector) && error).toMatchObject({
    code: 'unavailable',
    operation: 'report',
    commitState: 'refused',
    retryable: true,
    receipt: { operation: 'report' },
  })
})

test('events of a write that break off say that it acted, and nobody is told to send it again', async () => {
  size = 0
  const ids: string[] = []
  const all = (async () => {
    for await (const { id } of await client().runPrompt({ text: 'Hello' })) ids.push(id)
  })()
  const error: unknown = await all.catch((reason: unknown) => reason)
  expect(ids).toEqual(['1'])
  expect(isConnectorError(error, connector) && error).toMatchObject({ commitState: 'committed', retryable: false })
})
