import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { github } from '@portico/connector-github'
import { stripe } from '@portico/connector-stripe'
import { connect, createPortico, memoryAudit, memoryStore } from '@portico/core'
import { createEmulator, type Emulator } from 'emulate'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createPlatform } from '../../docs/examples/platform.ts'
import { afterDecision, refund, triage } from '../../docs/examples/service.ts'

let hub: Emulator
let bank: Server
let refunds = 0
const origin = (port: number | string): string => `http://127.0.0.1:${port}`
const hubOrigin = (): string => origin(new URL(hub.url).port)
const bankOrigin = (): string => origin((bank.address() as AddressInfo).port)

beforeAll(async () => {
  hub = await createEmulator({
    service: 'github',
    port: 0,
    seed: { github: { users: [{ login: 'mona' }], repos: [{ owner: 'mona', name: 'api' }] } },
  })
  // emulate serves no refunds: a counter is enough to see that one was made.
  bank = createServer((request, response) => {
    request.resume()
    refunds++
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(
      JSON.stringify({ id: 're_1', object: 'refund', amount: 500, currency: 'sar', status: 'succeeded', created: 1_700_000_000 }),
    )
  })
  bank.listen(0, '127.0.0.1')
  await once(bank, 'listening')
})
afterAll(async () => {
  await hub.close()
  bank.closeAllConnections()
  bank.close()
  await once(bank, 'close')
})

test('the service waits for a decision, refunds once, and recognises a repeat', async () => {
  const store = memoryStore()
  const payments = connect(stripe, {
    tenantId: 'acme',
    credentials: { key: 'sk_test_example' },
    origins: { api: bankOrigin() },
    store,
  })
  const waiting: string[] = []
  const desk = { waitFor: (id: string) => waiting.push(id), reconcile: () => undefined, later: () => undefined }
  const order = { id: 'order-1', charge: 'ch_1', amount: 500 }
  expect(await refund(payments, order, desk)).toBe('waits for a decision')
  expect(refunds).toBe(0)
  const token = store.approvals.decide(waiting[0]!, {
    outcome: 'approve',
    by: { type: 'human', id: 'finance' },
    at: new Date().toISOString(),
  })
  expect(await afterDecision(payments, token)).toBe('re_1')
  expect(await refund(payments, order, desk)).toBe('refunded before: re_1')
  expect(refunds).toBe(1)
  // No later try would go better.
  await expect(refund(payments, { ...order, amount: -5 }, desk)).rejects.toMatchObject({ code: 'invalid_input' })
  await payments.close()
})

test('the triage reads, opens and undoes', async () => {
  const client = connect(github, { tenantId: 'acme', credentials: { token: 'ghp-example' }, origins: { api: hubOrigin() } })
  const target = { owner: 'mona', repo: 'api' }
  expect(await triage(client, target)).toEqual([])
  const closed = await client.listIssues({ ...target, state: 'closed' })
  expect(closed.items.map(({ title }) => title)).toEqual(['Refund is late'])
  await client.close()
})

test('one connector under two names is refused: they would share tokens and keys', () => {
  const connections = { credentials: () => ({ credentials: { token: 'ghp-example' } }) }
  expect(() => createPortico({ connectors: { github, enterprise: github }, connections })).toThrow("'github' and 'enterprise'")
})

test('the platform keeps tenants apart and raises large amounts', async () => {
  const audit = memoryAudit()
  const asked: string[] = []
  const vault = {
    read: (path: string) => {
      asked.push(path)
      return Promise.resolve(path.includes('stripe') ? { key: 'sk_test_example' } : { token: 'ghp-example' })
    },
  }
  const platform = createPlatform(vault, audit, { github: { api: hubOrigin() }, stripe: { api: bankOrigin() } })
  await platform.tenant('one').github.getRepository({ owner: 'mona', repo: 'api' })
  await platform.tenant('two').github.getRepository({ owner: 'mona', repo: 'api' })
  expect(asked).toEqual(['portico/one/github/default', 'portico/two/github/default'])
  const service = platform.tenant('one').stripe.as({ actor: { type: 'executor_system', id: 'billing' }, correlationId: 'c' })
  await expect(service.createRefund({ charge: 'ch_1', amount: 20_000 })).rejects.toMatchObject({
    code: 'approval_required',
    approval: { requires: 'A3' },
  })
  expect(audit.rows.map(({ tenantId }) => tenantId)).toEqual(['one', 'two', 'one'])
  const large = { decision: 'approval_required', decidedBy: 'finance.large_amounts' }
  const item = { customer: 'cus_1', invoice: 'in_1', currency: 'sar' }
  expect(await service.createRefund.dryRun({ charge: 'ch_1', amount: 20_000 })).toMatchObject(large)
  // Nothing named is all of it.
  expect(await service.createRefund.dryRun({ charge: 'ch_1' })).toMatchObject(large)
  expect(await service.capturePaymentIntent.dryRun({ payment_intent: 'pi_1' })).toMatchObject(large)
  expect(await service.createInvoiceItem.dryRun({ ...item, amount: -20_000 })).toMatchObject(large)
  for (const small of [
    service.createRefund.dryRun({ charge: 'ch_1', amount: 10_000 }),
    service.capturePaymentIntent.dryRun({ payment_intent: 'pi_1', amount_to_capture: 500 }),
    service.createInvoiceItem.dryRun({ ...item, amount: 500 }),
  ]) {
    expect((await small).decidedBy).not.toBe(large.decidedBy)
  }
  await platform.close()
})
