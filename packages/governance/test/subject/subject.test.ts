import { type Actor, type ClaimRequest, type CoreEvent, type Receipt } from '@portico/core'
import { type SqlStore, verifyAuditStore } from '@portico/governance'
import { expect, test } from 'vitest'
import { auditRow } from '../audit/row.ts'
import { published } from '../outbox/published.ts'
import { failure, head, office, secrets } from '../fixture/office.ts'
import { onEveryStore } from '../store/every-store.ts'
import { task } from '../tasks/task.ts'

/** What would take the call back is about the person too. */
const receipt = {
  callId: 'call',
  undo: { operation: 'stripe.undo', input: { email: 'mona@acme.example' } },
} as unknown as Receipt
const by: Actor = { type: 'human', id: 'dpo' }
const mapping = { 'stripe.createRefund': { type: 'customer', path: 'charge.customer' } }

async function about(store: SqlStore, tenantId: string): Promise<void> {
  const base = { ...auditRow(1, tenantId), connector: 'stripe', operation: 'createRefund', account: 'default' }
  await store.audit.write({
    ...base,
    entity: { type: 'customer', id: 'cus_1' },
    idempotencyKey: 'k1',
    input: { email: 'mona@acme.example' },
  })
  await store.audit.write({ ...base, entity: { type: 'refund', id: 're_1' }, input: { charge: { customer: 'cus_1' } } })
  await store.audit.write({ ...base, entity: { type: 'customer', id: 'cus_2' }, input: { charge: { customer: 'cus_2' } } })
  const claim: ClaimRequest = {
    tenantId,
    account: 'default',
    connector: 'stripe',
    operation: 'createRefund',
    key: 'k1',
    claimant: 'call',
    actor: { type: 'executor_system', id: 'billing' },
    argumentsHash: 'a',
    requestedHash: 'a',
    sensitivity: 'S2',
    at: 1,
    deadline: 2,
  }
  await store.claims.claim(claim)
  await store.claims.finish(claim, { commitState: 'committed', data: '{"name":"Mona"}', receipt })
  const invalid = { ...published('dead', { tenantId, subject: 'customer/cus_1' }), data: { name: 'Mona' } }
  await store.events.publish(invalid as unknown as CoreEvent)
}

onEveryStore('a person', (stores) => {
  test('gets one document of all that is held of them, and of nobody else', async () => {
    const store = await stores.open({ ...secrets })
    await about(store, 'exported')
    const document = await store.subjects.export({ tenantId: 'exported', subject: 'customer/cus_1', mapping })
    expect(document).toMatchObject({
      calls: [{ sequence: 1, input: { email: 'mona@acme.example' } }, { sequence: 2 }],
      results: [{ key: 'k1', data: { name: 'Mona' }, undo: { email: 'mona@acme.example' } }],
      events: [{ id: 'dead', data: { name: 'Mona' } }],
    })
    expect(JSON.stringify(document)).not.toContain('cus_2')
    expect(JSON.parse(JSON.stringify(document))).toMatchObject({ subject: 'customer/cus_1' })
    // Another tenant's person of that name is another person.
    expect(await store.subjects.export({ tenantId: 'another', subject: 'customer/cus_1', mapping })).toMatchObject({
      calls: [],
      results: [],
      events: [],
    })
  })

  test('is erased: the store holds no word of them, the chain verifies and says so, and a repeat acts no second time', async () => {
    const store = await stores.open({ ...secrets })
    await about(store, 'erased')
    const foreign = await store.subjects.erase({ tenantId: 'another', subject: 'customer/cus_1', by, mapping })
    expect(foreign).toMatchObject({ auditRows: 0, results: 0, deadLetters: 0 })
    const report = await store.subjects.erase({ tenantId: 'erased', subject: 'customer/cus_1', by, mapping })
    expect(report).toMatchObject({ auditRows: 2, results: 1, deadLetters: 1, openApprovals: 0, waitingEvents: 0 })
    for (const table of ['audit_rows', 'claims', 'dead_letters', 'outbox'] as const) {
      const rows: unknown = await store.db.selectFrom(table).selectAll().where('tenant_id', '=', 'erased').execute()
      expect(JSON.stringify(rows)).not.toMatch(/mona|cus_1/i)
    }
    expect(await verifyAuditStore(store.db)).toMatchObject({ intact: true, purged: 2 })
    const [tombstone] = await store.db
      .selectFrom('audit_rows')
      .select('text')
      .where('tenant_id', '=', 'erased')
      .orderBy('sequence', 'desc')
      .limit(1)
      .execute()
    expect(JSON.parse(tombstone!.text)).toMatchObject({
      _tombstone: { reason: 'erasure', by, rows: 2, subjectHash: report.subjectHash },
    })
    const request = {
      tenantId: 'erased',
      account: 'default',
      connector: 'stripe',
      operation: 'createRefund',
      key: 'k1',
      claimant: 'again',
      actor: { type: 'executor_system', id: 'billing' },
    } as const
    const answer = await store.claims.claim({
      ...request,
      argumentsHash: 'a',
      requestedHash: 'a',
      sensitivity: 'S2',
      at: 3,
      deadline: 4,
    })
    expect(answer).toMatchObject({ state: 'finished', outcome: { commitState: 'committed' } })
    expect(answer.state === 'finished' && answer.outcome).toEqual({ commitState: 'committed', receipt: { callId: 'call' } })
    // What was erased is erased once.
    expect(await store.subjects.erase({ tenantId: 'erased', subject: 'customer/cus_1', by, mapping })).toMatchObject({
      auditRows: 0,
      results: 0,
    })
    expect((await store.subjects.export({ tenantId: 'erased', subject: 'customer/cus_2' })).calls).toHaveLength(1)
  })
  test('is found in a list, and in the tasks that their calls started', async () => {
    const store = await stores.open({ ...secrets })
    const tenantId = 'listed'
    const mapped = { 'desk.exportTickets': { type: 'customer', path: 'customers.id' } }
    const input = { customers: [{ id: 'cus_7' }, { id: 'cus_8' }] }
    const row = { ...auditRow(1, tenantId), connector: 'desk', operation: 'exportTickets', input }
    await store.audit.write({ ...row, idempotencyKey: 'ended' })
    await store.audit.write({ ...row, id: 'second', idempotencyKey: 'runs' })
    await store.tasks.create(
      task({
        id: 't-1',
        tenantId,
        operation: 'desk.exportTickets',
        idempotencyKey: 'ended',
        status: 'completed',
        input,
        result: { of: 'cus_7' },
      }),
    )
    await store.tasks.create(
      task({ id: 't-2', tenantId, operation: 'desk.exportTickets', idempotencyKey: 'runs', status: 'working', input }),
    )
    await store.tasks.create(
      task({
        id: 't-3',
        tenantId: 'another',
        operation: 'desk.exportTickets',
        idempotencyKey: 'ended',
        status: 'completed',
        input,
      }),
    )
    const erasure = { tenantId, subject: 'customer/cus_7', by, mapping: mapped }
    expect(await store.subjects.export(erasure)).toMatchObject({
      calls: [{ sequence: 1 }, { sequence: 2 }],
      tasks: [
        { id: 't-1', status: 'completed', input, result: { of: 'cus_7' } },
        { id: 't-2', status: 'working', input },
      ],
    })
    expect(await store.subjects.erase(erasure)).toMatchObject({ auditRows: 1, tasks: 1, openTasks: 1 })
    expect((await store.tasks.list(tenantId, 10)).map(({ id }) => id)).toEqual(['t-2'])
    const running = (await store.tasks.find(tenantId, 't-2'))!
    await store.tasks.save({ ...running, status: 'cancelled', version: running.version + 1 })
    expect(await store.subjects.erase(erasure)).toMatchObject({ auditRows: 1, tasks: 1, openTasks: 0 })
    expect(await store.tasks.find('another', 't-3')).toBeDefined()
  })

  test('of whom a call still waits for a decision keeps what leads to it, and is erased after it', async () => {
    const store = await stores.open({ ...secrets })
    const place = office(store, 'http://127.0.0.1:1', { now: Date.now })
    const client = place.client({ tenantId: 'acme', audit: store.audit })
    const { approval } = await failure(client.charge({ amount: 5, currency: 'sar', customer: 'cus_9' }))
    await store.audit.write({ ...auditRow(1, 'acme'), input: { customer: 'cus_9' }, connector: 'payments', operation: 'charge' })
    const erasure = {
      tenantId: 'acme',
      subject: 'customer/cus_9',
      by,
      mapping: { 'payments.charge': { type: 'customer', path: 'customer' } },
    }
    expect(await store.subjects.erase(erasure)).toMatchObject({ auditRows: 1, approvals: 0, openApprovals: 1 })
    await place.desk.decide({ tenantId: 'acme', id: approval!.id, by: head }, { outcome: 'reject', reason: 'not now' })
    expect(await store.subjects.erase(erasure)).toMatchObject({ auditRows: 1, approvals: 1, openApprovals: 0 })
    for (const table of ['audit_rows', 'approvals'] as const)
      expect(
        JSON.stringify(await store.db.selectFrom(table).selectAll().where('tenant_id', '=', 'acme').execute()),
      ).not.toContain('cus_9')
  })
})
