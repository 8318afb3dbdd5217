import { fileFromBytes, memoryAudit, type Policy } from '@portico/core'
import { createEvent } from '@portico/events'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { SigningKeys } from '@portico/governance'
import { executive, failure, head, lead, office, refusal, secrets, service, signingKeys, timeline } from '../fixture/office.ts'
import { laterPayments, type PaymentsServer, paymentsServer } from '../fixture/payments.ts'
import { onEveryStore } from '../store/every-store.ts'

const input = { amount: 5_000, currency: 'sar', customer: 'c_1', card: '4242-planted' } as const
const hour = 3_600_000

onEveryStore('approvals', (given) => {
  let vendor: PaymentsServer
  let time: ReturnType<typeof timeline>
  let key = 0
  beforeAll(async () => {
    vendor = await paymentsServer()
  })
  afterAll(() => vendor.close())
  beforeEach(() => {
    vendor.mode = 'act'
    time = timeline()
    key++
  })

  const open = () => given.open({ ...secrets, now: time.now })
  const opened = async (more: Parameters<typeof office>[2] | object = {}) =>
    office(await open(), vendor.origin, { now: time.now, ...more })
  const callOptions = () => ({ idempotencyKey: `key-${given.dialect}-${key}` })

  async function asked(place: Awaited<ReturnType<typeof opened>>): Promise<string> {
    const error = await failure(place.client().charge(input, callOptions()))
    expect(error.code).toBe('approval_required')
    return error.approval!.id
  }
  const acted = () => vendor.acted.length

  describe('a request', () => {
    test('is one for one intent, however many ask at once, in however many instances', async () => {
      const [one, other] = [await opened(), await opened()]
      const errors = await Promise.all(
        Array.from({ length: 16 }, (_, index) => failure((index % 2 ? one : other).client().charge(input, callOptions()))),
      )
      expect(new Set(errors.map(({ approval }) => approval!.id)).size).toBe(1)
      const told = [...one.events.events, ...other.events.events].filter(({ type }) => type === 'portico.approval.requested')
      expect(told).toHaveLength(1)
    })

    test('says who, what and why, hides what audit hides, and has a deadline of its class', async () => {
      const place = await opened()
      const id = await asked(place)
      const shown = await place.desk.show('acme', id)
      expect(shown).toMatchObject({
        state: 'pending',
        actor: service,
        connector: 'payments',
        operation: 'charge',
        requiredApproval: 'A2',
        rule: 'table.human_decision_for_costly_or_irreversible',
        redactedInput: { ...input, card: '[redacted]' },
        correlationId: 'order-1',
        requestedAt: '2026-11-28T08:00:00.000Z',
        dueAt: '2026-11-28T16:00:00.000Z',
        expiresAt: '2026-11-29T08:00:00.000Z',
        decision: undefined,
      })
      expect(shown).not.toHaveProperty('input')
    })

    test('keeps its arguments encrypted', async () => {
      const place = await opened()
      const id = await asked(place)
      const { db } = await open()
      const row = await db.selectFrom('approvals').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
      expect(JSON.stringify(row)).not.toContain('4242-planted')
      expect(Buffer.from(row.input).toString()).not.toContain('4242-planted')
    })

    test('whose arguments can not be stored is refused, and nothing is sent', async () => {
      const place = await opened()
      const document = fileFromBytes('a.pdf', 'text')
      const error = await failure(place.client().sendInvoice({ document }))
      expect(error).toMatchObject({ code: 'unavailable', commitState: 'not_sent' })
      expect(error.message).toContain('such as a file')
    })

    test('of a store without keys is refused, and says what to give', async () => {
      const store = await given.open({ now: time.now })
      const error = await failure(office(store, vendor.origin, { now: time.now }).client().charge(input))
      expect(error).toMatchObject({ code: 'unavailable', commitState: 'not_sent' })
      expect(error.message).toContain('pass openStore cipher and signingKeys')
    })

    test('that expired is asked for anew', async () => {
      const place = await opened()
      const first = await asked(place)
      time.pass(24 * hour)
      expect(await asked(place)).not.toBe(first)
      expect(await place.desk.show('acme', first)).toMatchObject({ state: 'expired' })
    })
  })

  describe('an approved call', () => {
    test('runs once, as it was asked for, and is evidence twice: of the decision and of the call', async () => {
      const place = await opened()
      const id = await asked(place)
      const { approval, token } = await place.desk.decide({ tenantId: 'acme', id, by: head }, { outcome: 'approve' })
      expect(approval).toMatchObject({ state: 'approved', decision: { outcome: 'approve', by: head, late: false } })
      const before = acted()
      const { receipt } = await place.client().charge.resume(token!)
      expect(receipt).toMatchObject({
        approvalId: id,
        decidedBy: 'approval.approve',
        idempotencyKey: callOptions().idempotencyKey,
      })
      expect(vendor.acted.at(-1)).toMatchObject({ amount: 5_000, card: '4242-planted' })
      expect(acted()).toBe(before + 1)
      expect(await place.desk.show('acme', id)).toMatchObject({ state: 'used' })
      expect(place.audit.rows.filter(({ approvalId }) => approvalId === id)).toMatchObject([
        { operation: 'charge', code: 'approval_required', actor: service },
        {
          connector: 'portico',
          operation: 'approvals.decide',
          actor: head,
          input: { outcome: 'approve', call: 'payments.charge' },
        },
        { operation: 'charge', outcome: 'succeeded', decidedBy: 'approval.approve', actor: service },
      ])
      expect(JSON.stringify(place.audit.rows)).not.toContain('4242-planted')
    })

    test('is told to be resumed when it is asked for again, and is replayed after that', async () => {
      const place = await opened()
      const id = await asked(place)
      const { token } = await place.desk.decide({ tenantId: 'acme', id, by: head }, { outcome: 'approve' })
      const again = await failure(place.client().charge(input, callOptions()))
      expect(again).toMatchObject({ code: 'approval_required', approval: { id } })
      expect(again.message).toContain('resume')
      await place.client().charge.resume(token!)
      const other = await opened()
      expect((await other.client().charge.detailed(input, callOptions())).receipt.replayed).toBe(true)
    })

    test('whose definition has changed since is not decided', async () => {
      const place = await opened()
      const id = await asked(place)
      const later = await opened({ connectors: [laterPayments] })
      const error = await refusal(later.desk.decide({ tenantId: 'acme', id, by: head }, { outcome: 'approve' }))
      expect(error.code).toBe('changed')
    })
  })

  describe('an edited call', () => {
    const amended = { amount: 4_000, currency: 'sar', customer: 'c_1', card: '4242-planted' } as const

    test('runs as amended, keeps both versions, and replays to who asked, in every instance', async () => {
      const place = await opened()
      const id = await asked(place)
      const { token } = await place.desk.decide({ tenantId: 'acme', id, by: head }, { outcome: 'edit', input: amended })
      const { data } = await place.client().charge.resume(token!)
      expect(vendor.acted.at(-1)).toMatchObject({ amount: 4_000 })
      expect(await place.desk.show('acme', id)).toMatchObject({
        state: 'used',
        redactedInput: { amount: 5_000, card: '[redacted]' },
        decision: { outcome: 'edit', redactedInput: { amount: 4_000, card: '[redacted]' } },
      })
      const before = acted()
      const other = await opened()
      for (const repeat of [input, amended]) {
        const again = await other.client().charge.detailed(repeat, callOptions())
        expect(again).toMatchObject({ data, receipt: { replayed: true, approvalId: id } })
      }
      const third = await failure(other.client().charge({ ...input, amount: 1 }, callOptions()))
      expect(third.code).toBe('idempotency_conflict')
      expect(acted()).toBe(before)
      expect(JSON.stringify(place.audit.rows)).not.toContain('4242-planted')
    })

    test.each<[string, unknown, string]>([
      ['a field that is wrong', { ...amended, amount: -1 }, 'amount'],
      ['a field that nobody described', { ...amended, extra: 1 }, 'extra'],
      ['no input', undefined, 'input'],
    ])('with %s is refused, and waits on', async (_name, edit, field) => {
      const place = await opened()
      const id = await asked(place)
      const error = await refusal(place.desk.decide({ tenantId: 'acme', id, by: head }, { outcome: 'edit', input: edit }))
      expect(error.code).toBe('invalid_input')
      expect(error.message).toContain(field)
      expect(error.message).not.toContain('4242-planted')
      expect(await place.desk.show('acme', id)).toMatchObject({ state: 'pending' })
    })

    test('of a connector that is not here is refused', async () => {
      const place = await opened({ connectors: [] })
      const id = await asked(place)
      const error = await refusal(place.desk.decide({ tenantId: 'acme', id, by: head }, { outcome: 'edit', input: amended }))
      expect(error.message).toContain('there is no connector payments here')
    })

    test('that a policy raises past what its approver may decide does not run', async () => {
      const place = await opened()
      const id = await asked(place)
      const { token } = await place.desk.decide(
        { tenantId: 'acme', id, by: head },
        { outcome: 'edit', input: { ...amended, amount: 9_000_000 } },
      )
      const policy: Policy = {
        decide: (request) =>
          (request.input as { amount: number }).amount > 1_000_000
            ? { effect: 'raise', approval: 'A3', rule: 'finance.large', reason: 'above 10 000.00' }
            : { effect: 'abstain' },
      }
      const before = acted()
      expect(await failure(place.client({ policy }).charge.resume(token!))).toMatchObject({ code: 'approval_invalid' })
      expect(acted()).toBe(before)
    })
  })

  describe('a rejected call', () => {
    test('leaves nothing runnable: no token, and its id runs nothing', async () => {
      const place = await opened()
      const id = await asked(place)
      const before = acted()
      const { approval, token } = await place.desk.decide(
        { tenantId: 'acme', id, by: head },
        { outcome: 'reject', reason: 'too much' },
      )
      expect(token).toBeUndefined()
      expect(approval).toMatchObject({ state: 'rejected', decision: { outcome: 'reject', reason: 'too much' } })
      for (const attempt of [() => place.client().charge.resume(id), () => place.client().charge(input, callOptions())]) {
        const error = await failure(attempt())
        expect(error).toMatchObject({ code: 'approval_rejected', commitState: 'not_sent' })
        expect(error.message).toContain('too much')
      }
      expect(acted()).toBe(before)
      const row = await (await open()).db.selectFrom('approvals').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
      expect(row).toMatchObject({ token_id: null, executed_hash: null, used_at: null })
      expect(place.audit.rows).toContainEqual(
        expect.objectContaining({
          operation: 'approvals.decide',
          actor: head,
          input: expect.objectContaining({ outcome: 'reject', reason: 'too much' }),
        }),
      )
    })

    test.each(['', '   ', 'x'.repeat(1_001)])('has a reason, and %j is none', async (reason) => {
      const place = await opened()
      const id = await asked(place)
      expect((await refusal(place.desk.decide({ tenantId: 'acme', id, by: head }, { outcome: 'reject', reason }))).code).toBe(
        'invalid_input',
      )
    })
  })

  describe('a decision', () => {
    test('holds though a hook of telemetry throws when it is counted', async () => {
      const measure = () => {
        throw new Error('the exporter failed')
      }
      const place = await opened({ telemetry: { measure } })
      const id = await asked(place)
      const { token } = await place.desk.decide({ tenantId: 'acme', id, by: head }, { outcome: 'approve' })
      expect((await place.client().charge.resume(token!)).receipt.approvalId).toBe(id)
    })

    test.each([
      ['the one who asked', { type: 'human', id: 'orders' } as const, 'nobody may decide their own request'],
      ['a service', { type: 'executor_system', id: 'hana' } as const, 'only a person'],
      ['somebody whose role is too low', lead, 'A2 is decided by a function head or an executive, and lea has lead'],
      ['somebody without a role', { type: 'human', id: 'zoe' } as const, 'zoe has no role'],
      ["another tenant's executive", { type: 'human', id: 'olga' } as const, 'olga has no role'],
      ['a name of the language', { type: 'human', id: 'constructor' } as const, 'no role'],
    ])('of %s is refused', async (_name, by, told) => {
      const place = await opened()
      const id = await asked(place)
      for (const decision of [{ outcome: 'approve' }, { outcome: 'reject', reason: 'no' }] as const) {
        const error = await refusal(place.desk.decide({ tenantId: 'acme', id, by }, decision))
        expect(error.code).toBe('not_allowed')
        expect(error.message).toContain(told)
      }
      expect(await place.desk.show('acme', id)).toMatchObject({ state: 'pending' })
    })

    test('of a higher role holds', async () => {
      const place = await opened()
      const id = await asked(place)
      expect((await place.desk.decide({ tenantId: 'acme', id, by: executive }, { outcome: 'approve' })).token).toBeDefined()
    })

    test('is collected by whoever asked, and by nobody else', async () => {
      const place = await opened()
      const id = await asked(place)
      const { approvals } = await open()
      expect(await approvals.collect(id, 'acme', service)).toBeUndefined()
      const { token } = await place.desk.decide({ tenantId: 'acme', id, by: head }, { outcome: 'approve' })
      for (const other of [head, { type: 'human', id: service.id }, { type: service.type, id: 'crm' }] as const)
        expect(await approvals.collect(id, 'acme', other)).toBeUndefined()
      expect(await approvals.collect(id, 'other', service)).toBeUndefined()
      expect(await approvals.collect(id, 'acme', service)).toBe(token)
      await place.client().charge.resume(token!)
      expect(await approvals.collect(id, 'acme', service)).toBeUndefined()
    })

    test('that rejects is collected as one', async () => {
      const place = await opened()
      const id = await asked(place)
      await place.desk.decide({ tenantId: 'acme', id, by: head }, { outcome: 'reject', reason: 'no' })
      const collected = await (await open()).approvals.collect(id, 'acme', service)
      expect(await failure(place.client().charge.resume(collected!))).toMatchObject({ code: 'approval_rejected' })
    })

    test('is not made while the directory is away', async () => {
      const away = { rolesOf: () => Promise.reject(new Error('directory is down')) }
      const place = await opened({ approvers: away })
      const id = await asked(place)
      await expect(place.desk.decide({ tenantId: 'acme', id, by: head }, { outcome: 'approve' })).rejects.toThrow(
        'directory is down',
      )
      expect(await place.desk.show('acme', id)).toMatchObject({ state: 'pending' })
    })

    test('is one, also when two decide at once in two instances', async () => {
      const [one, other] = [await opened(), await opened()]
      const id = await asked(one)
      const results = await Promise.allSettled([
        one.desk.decide({ tenantId: 'acme', id, by: head }, { outcome: 'approve' }),
        other.desk.decide({ tenantId: 'acme', id, by: executive }, { outcome: 'reject', reason: 'no' }),
      ])
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
      expect((results.find(({ status }) => status === 'rejected') as PromiseRejectedResult).reason).toMatchObject({
        code: 'not_pending',
      })
      expect((await refusal(one.desk.decide({ tenantId: 'acme', id, by: head }, { outcome: 'approve' }))).code).toBe(
        'not_pending',
      )
    })

    test('does not hold where its evidence could not be written, and the call can be asked for again', async () => {
      const place = await opened()
      const id = await asked(place)
      const full = { ...memoryAudit(), write: () => Promise.reject(new Error('disk full')) }
      const broken = await opened({ audit: full })
      const error = await refusal(broken.desk.decide({ tenantId: 'acme', id, by: head }, { outcome: 'approve' }))
      expect(error.code).toBe('unrecorded')
      expect(await place.desk.show('acme', id)).toMatchObject({ state: 'expired' })
      expect(await asked(place)).not.toBe(id)
    })

    test('does not hold where its process ended before its evidence was written: after a minute somebody decides', async () => {
      const place = await opened()
      const id = await asked(place)
      let written!: () => void
      const slow = { ...memoryAudit(), write: () => new Promise<void>((resolve) => (written = resolve)) }
      const lost = (await opened({ audit: slow })).desk.decide({ tenantId: 'acme', id, by: executive }, { outcome: 'approve' })
      await expect.poll(async () => (await place.desk.show('acme', id))?.decision?.by.id, { timeout: 30_000 }).toBe(executive.id)
      const decide = () => place.desk.decide({ tenantId: 'acme', id, by: head }, { outcome: 'approve' })
      expect((await refusal(decide())).code).toBe('not_pending')
      time.pass(60_000)
      const { token } = await decide()
      // It was no crash after all: what comes too late does not hold.
      written()
      expect((await refusal(lost)).message).toMatch(/was withdrawn/)
      const before = acted()
      await place.client().charge.resume(token!)
      expect(acted()).toBe(before + 1)
    })

    test('is told as an event that fits its schema', async () => {
      const place = await opened()
      const id = await asked(place)
      time.pass(hour)
      await place.desk.decide({ tenantId: 'acme', id, by: { ...head, via: 'console' } }, { outcome: 'approve' })
      const event = place.events.events.at(-1)!
      expect(event).toMatchObject({
        type: 'portico.approval.decided',
        id: `${id}.decided.${time.now()}`,
        subject: `approval/${id}`,
      })
      expect(event.data).toEqual({
        approvalId: id,
        connector: 'payments',
        operation: 'charge',
        requires: 'A2',
        outcome: 'approve',
        by: { type: 'human', id: 'hana' },
        waitedMs: hour,
        late: false,
      })
      expect(() => createEvent(event as never)).not.toThrow()
    })
  })

  describe('another tenant', () => {
    test('sees, decides and runs nothing of it', async () => {
      const place = await opened()
      const id = await asked(place)
      const olga = { type: 'human', id: 'olga' } as const
      expect(await place.desk.list({ tenantId: 'other', which: 'all' })).toEqual([])
      expect((await refusal(place.desk.show('other', id))).code).toBe('unknown')
      expect((await refusal(place.desk.decide({ tenantId: 'other', id, by: olga }, { outcome: 'approve' }))).code).toBe('unknown')
      expect(await place.desk.expire('other')).toEqual([])
      const other = place.client({ tenantId: 'other' })
      expect(await failure(other.charge.resume(id))).toMatchObject({ code: 'approval_invalid' })
      const { token } = await place.desk.decide({ tenantId: 'acme', id, by: head }, { outcome: 'approve' })
      const before = acted()
      expect(await failure(other.charge.resume(token!))).toMatchObject({ code: 'approval_invalid', commitState: 'not_sent' })
      expect(acted()).toBe(before)
      await place.client().charge.resume(token!)
    })

    test('with the same call asks for itself', async () => {
      const place = await opened()
      const id = await asked(place)
      const error = await failure(place.client({ tenantId: 'other' }).charge(input, callOptions()))
      expect(error.approval!.id).not.toBe(id)
    })
  })

  describe('time', () => {
    test('a late decision holds, is told as late, and raises an incident', async () => {
      const place = await opened()
      const id = await asked(place)
      time.pass(8 * hour + 1)
      const { approval } = await place.desk.decide({ tenantId: 'acme', id, by: head }, { outcome: 'approve' })
      expect(approval.decision).toMatchObject({ late: true })
      expect(place.incidents).toMatchObject([
        { kind: 'approval_late', severity: 'V2', tenantId: 'acme', subject: 'payments.charge' },
      ])
    })

    test('a request that nobody decided is told once, and raises an incident', async () => {
      const place = await opened()
      const id = await asked(place)
      expect(await place.desk.expire('acme')).not.toContain(id)
      time.pass(24 * hour)
      expect((await refusal(place.desk.decide({ tenantId: 'acme', id, by: head }, { outcome: 'approve' }))).code).toBe(
        'not_pending',
      )
      expect(await failure(place.client().charge.resume(id))).toMatchObject({ code: 'approval_invalid' })
      expect(await place.desk.expire('acme')).toContain(id)
      expect(await place.desk.expire('acme')).toEqual([])
      const event = place.events.events.find((one) => one.id === `${id}.expired`)!
      expect(event).toMatchObject({ type: 'portico.approval.expired', data: { expiredAt: '2026-11-29T08:00:00.000Z' } })
      expect(() => createEvent(event as never)).not.toThrow()
      expect(place.incidents).toContainEqual(expect.objectContaining({ kind: 'approval_expired', severity: 'V2' }))
    })

    test('compliance is the share that was decided in time, of what was due', async () => {
      time = timeline(Date.parse(given.dialect === 'sqlite' ? '2027-03-01T00:00:00Z' : '2027-04-01T00:00:00Z'))
      const from = new Date(time.now()).toISOString()
      const place = await opened()
      const waiting: string[] = []
      for (let index = 0; index < 4; index++) {
        waiting.push((await failure(place.client().charge(input))).approval!.id)
      }
      const reminder = (await failure(place.client().remind({ customer: 'c' }))).approval!.id
      const approve = (id: string, by = head) => place.desk.decide({ tenantId: 'acme', id, by }, { outcome: 'approve' })
      await approve(waiting[0]!)
      await approve(reminder, lead)
      time.pass(8 * hour + 1)
      await approve(waiting[1]!)
      const period = { tenantId: 'acme', from, to: new Date(time.now() + 48 * hour).toISOString() }
      expect(await place.desk.compliance(period)).toEqual([
        { approvalClass: 'A1', due: 1, inTime: 1, share: 1 },
        { approvalClass: 'A2', due: 4, inTime: 1, share: 0.25 },
      ])
      expect(await place.desk.compliance({ ...period, tenantId: 'other' })).toEqual([])
    })
  })

  test('the list is of what waits, the next due first; or of all', async () => {
    const place = await opened()
    const first = await asked(place)
    const reminder = await failure(place.client().remind({ customer: 'c' }))
    const pending = (await place.desk.list({ tenantId: 'acme', limit: 1_000 })).map(({ id }) => id)
    expect(pending.indexOf(reminder.approval!.id)).toBeLessThan(pending.indexOf(first))
    await place.desk.decide({ tenantId: 'acme', id: first, by: head }, { outcome: 'reject', reason: 'no' })
    expect((await place.desk.list({ tenantId: 'acme', limit: 1_000 })).map(({ id }) => id)).not.toContain(first)
    expect((await place.desk.list({ tenantId: 'acme', which: 'all', limit: 1_000 })).map(({ id }) => id)).toContain(first)
    expect(await place.desk.list({ tenantId: 'acme', which: 'all', limit: 1 })).toHaveLength(1)
  })

  test('keys that were rotated still verify; keys that are gone are named', async () => {
    const [old, fresh] = [signingKeys('old'), signingKeys('new')]
    const at = async (signing: SigningKeys) =>
      office(await given.open({ ...secrets, signingKeys: signing, now: time.now }), vendor.origin, { now: time.now })
    const before = await at(old)
    const id = await asked(before)
    const { token } = await before.desk.decide({ tenantId: 'acme', id, by: head }, { outcome: 'approve' })
    const error = await failure((await at(fresh)).client().charge.resume(token!))
    expect(error).toMatchObject({ code: 'approval_invalid' })
    expect(error.message).toContain('the key old, which is not in the ring')
    const rotated = await at({ currentId: 'new', keys: new Map([...fresh.keys, ...old.keys]) })
    expect((await rotated.client().charge.resume(token!)).receipt.approvalId).toBe(id)
  })
})
