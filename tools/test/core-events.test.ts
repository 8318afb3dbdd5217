import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { stripe } from '@portico/connector-stripe'
import { connect, memoryEvents } from '@portico/core'
import { type EventInput, createEvent } from '@portico/events'
import { expect, test } from 'vitest'

test('core’s report of a call is an event of its family, and nothing else', async () => {
  const server = createServer((request, response) => {
    request.resume()
    response.setHeader('content-type', 'application/json')
    if (request.url!.endsWith('cus_gone')) {
      response.statusCode = 404
      response.end(JSON.stringify({ error: { type: 'invalid_request_error', code: 'resource_missing', message: 'gone' } }))
    } else response.end('{}')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const events = memoryEvents()
  try {
    const payments = connect(stripe, {
      tenantId: 'acme',
      credentials: { key: 'sk_test_example' },
      origins: { api: `http://127.0.0.1:${(server.address() as AddressInfo).port}` },
      events,
    })
    const call = { actor: { type: 'human', id: 'lina' }, correlationId: 'order-1', idempotencyKey: 'k1' } as const
    await expect(payments.getCustomer({ customer: 'cus_1' }, call)).rejects.toMatchObject({ code: 'contract_violation' })
    await expect(payments.getCustomer({ customer: 'cus_gone' }, call)).rejects.toMatchObject({ code: 'not_found' })
    await expect(payments.getCustomer({ customer: 7 as never }, call)).rejects.toMatchObject({ code: 'invalid_input' })
    await expect(payments.createRefund({ charge: 'ch_1', amount: 5 }, call)).rejects.toMatchObject({ code: 'approval_required' })
  } finally {
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  }
  const published = events.events.map((event) => createEvent(event as unknown as EventInput))
  expect(published.map(({ type, dataschema }) => [type, dataschema])).toEqual([
    ['portico.call.contract_violated', 'urn:portico:events:call:1.0#contract_violated'],
    ['portico.call.finished', 'urn:portico:events:call:1.0#finished'],
    ['portico.call.finished', 'urn:portico:events:call:1.0#finished'],
    ['portico.approval.requested', 'urn:portico:events:approval:1.0#requested'],
  ])
})
