import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stripe } from '@portico/connector-stripe'
import { type AuditRow, type ClientOf, connect } from '@portico/core'
import {
  aesGcmCipher,
  auditRows,
  type KeyRing,
  listedApprovers,
  openStore,
  type SqlStore,
  type StandingDesk,
  standingDesk,
  verifyAuditStore,
} from '@portico/governance'
import { createEmulator, type Emulator } from 'emulate'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { approveMonth, chargeInvoice } from '../../docs/examples/subscriptions.ts'

const eve = { type: 'human', id: 'eve' } as const
const keys: KeyRing = { currentId: 'k1', keys: new Map([['k1', randomBytes(32)]]) }
const invoice = (id: string, amount: number, customer = 'cus_1') => ({ id, customer, card: 'pm_card_visa', amount })

let bank: Emulator
let folder: string
let store: SqlStore
let desk: StandingDesk
let payments: ClientOf<typeof stripe>
beforeAll(async () => {
  bank = await createEmulator({
    service: 'stripe',
    port: 0,
    seed: { stripe: { customers: [{ id: 'cus_1', email: 'a@shop.test', name: 'A' }] } },
  })
  folder = await mkdtemp(join(tmpdir(), 'portico-subscriptions-'))
  store = await openStore(`sqlite:${join(folder, 'portico.db')}`, { cipher: aesGcmCipher(keys), signingKeys: keys })
  const approvers = listedApprovers({ acme: { eve: ['executive'] } })
  desk = standingDesk(store, { approvers, connectors: [stripe], audit: store.audit })
  payments = connect(stripe, {
    tenantId: 'acme',
    credentials: { key: 'sk_test_example' },
    origins: { api: `http://127.0.0.1:${new URL(bank.url).port}` },
    store,
    audit: store.audit,
    ledger: store.ledger,
  })
})
afterAll(async () => {
  await payments.close()
  await store.close()
  await rm(folder, { recursive: true })
  await bank.close()
})

test('a service charges what was approved in advance and nothing more, with evidence of all of it', async () => {
  expect(await chargeInvoice(payments, invoice('in_0', 5_000))).toBe('waits for A3')

  const until = new Date(Date.now() + 86_400_000).toISOString()
  const month = { tenantId: 'acme', customers: ['cus_1', 'cus_2', 'cus_3'], most: 9_000, total: 12_000, until }
  const [asking] = await approveMonth(desk, eve, month)
  expect(await chargeInvoice(payments, invoice('in_1', 5_000))).toBe('succeeded by approval.standing')
  // The same invoice again is the same charge.
  expect(await chargeInvoice(payments, invoice('in_1', 5_000))).toBe('succeeded by approval.standing')
  expect((await payments.listPaymentIntents({})).items).toHaveLength(1)

  expect(await chargeInvoice(payments, invoice('in_2', 9_001))).toBe('waits for A3')
  expect(await chargeInvoice(payments, invoice('in_3', 5_000, 'cus_9'))).toBe('waits for A3')
  expect(await chargeInvoice(payments, invoice('in_4', 7_000))).toBe('succeeded by approval.standing')
  expect(await chargeInvoice(payments, invoice('in_5', 1))).toBe('waits for A3')
  expect((await payments.listPaymentIntents({})).items).toHaveLength(2)

  const listed = await desk.list({ tenantId: 'acme', which: 'all' })
  expect(listed.find(({ id }) => id === asking)).toMatchObject({ state: 'used_up', count: { used: 2 }, sum: { used: 12_000 } })
  const rows: AuditRow[] = []
  for await (const page of auditRows(store.db, { tenantId: 'acme' }))
    rows.push(...page.map(({ text }) => JSON.parse(text) as AuditRow))
  const charged = rows.filter(({ approvalId }) => approvalId === asking)
  expect(charged.map(({ operation, actor, decidedBy }) => [operation, actor.id, decidedBy])).toEqual([
    ['approvals.standing.create', 'eve', 'approvals.role'],
    ['createPaymentIntent', 'billing', 'approval.standing'],
    ['createPaymentIntent', 'billing', 'approval.standing'],
  ])
  expect(await verifyAuditStore(store.db)).toMatchObject({ intact: true })
})
