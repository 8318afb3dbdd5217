import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  type Actor,
  type Governance,
  type PageOptions,
  type Policy,
  type TakenApproval,
  type Telemetry,
  connect,
  createPortico,
  memoryAudit,
  memoryEvents,
  memoryStore,
} from '@portico/core'
import { bindingOf } from '@portico/core/definition'
import { desk } from './desk.ts'
import { failure } from './failure.ts'
import { type VendorServer, vendorServer } from '../fixture/vendor-server.ts'

const service: Actor = { type: 'executor_system', id: 'orders' }
const boss = { type: 'human', id: 'boss' } as const
const at = '2026-11-24T00:00:00Z'
const loud = { subject: 'LOUD' }

let vendor: VendorServer
let store: ReturnType<typeof memoryStore>
let audit: ReturnType<typeof memoryAudit>
let events: ReturnType<typeof memoryEvents>

beforeEach(async () => {
  vendor = await vendorServer()
  store = memoryStore()
  audit = memoryAudit()
  events = memoryEvents()
})
afterEach(() => vendor.close())

function client(options: Governance & { readonly tenantId?: string; readonly account?: string } = {}) {
  return connect(desk, {
    tenantId: 'acme',
    actor: service,
    correlationId: 'c',
    credentials: { token: 'token' },
    origins: { api: vendor.origin },
    store,
    audit,
    events,
    ...options,
  })
}

describe('a call that is asked for again', () => {
  test('while it waits, waits for the same decision', async () => {
    const first = await failure(client().announce(loud, { idempotencyKey: 'k' }))
    const second = await failure(client().announce(loud, { idempotencyKey: 'k' }))
    expect(second).toMatchObject({ code: 'approval_required', approval: first.approval })
    expect(store.approvals.pending('acme')).toHaveLength(1)
    expect(events.events.map(({ type }) => type)).toEqual(['portico.approval.requested', 'portico.call.finished'])
    expect(events.events[0]).toMatchObject({ subject: `approval/${first.approval!.id}` })
    expect(store.approvals.pending('acme')[0]).toMatchObject({ rule: 'table.approval_class' })
  })

  test.each([
    ['other arguments', () => client().announce({ subject: 'other' }, { idempotencyKey: 'k' })],
    ['another key', () => client().announce(loud, { idempotencyKey: 'other' })],
    ['another actor', () => client().announce(loud, { idempotencyKey: 'k', actor: { type: 'executor_system', id: 'crm' } })],
    ['another account', () => client({ account: 'second' }).announce(loud, { idempotencyKey: 'k' })],
    ['another tenant', () => client({ tenantId: 'other' }).announce(loud, { idempotencyKey: 'k' })],
    ['no key', () => client().announce(loud)],
  ] as const)('with %s, is another request', async (_name, ask) => {
    const first = await failure(client().announce(loud, { idempotencyKey: 'k' }))
    const second = await failure(ask())
    expect(second.code).toBe('approval_required')
    expect(second.approval!.id).not.toBe(first.approval!.id)
  })

  test('after a rejection, is still rejected', async () => {
    const { approval } = await failure(client().announce(loud, { idempotencyKey: 'k' }))
    store.approvals.decide(approval!.id, { outcome: 'reject', by: boss, at, reason: 'too loud' })
    const again = await failure(client().announce(loud, { idempotencyKey: 'k' }))
    expect(again).toMatchObject({ code: 'approval_rejected', commitState: 'not_sent' })
    expect(again.message).toContain('too loud')
  })

  test('after an approval, is told to resume it', async () => {
    const { approval } = await failure(client().announce(loud, { idempotencyKey: 'k' }))
    store.approvals.decide(approval!.id, { outcome: 'approve', by: boss, at })
    const again = await failure(client().announce(loud, { idempotencyKey: 'k' }))
    expect(again).toMatchObject({ code: 'approval_required', approval: { id: approval!.id } })
    expect(again.message).toContain('resume')
  })
})

describe('an approved call', () => {
  test('that a policy raises above what was asked for is asked for again', async () => {
    const { approval } = await failure(client().announce(loud, { idempotencyKey: 'k' }))
    const input = { subject: 'VERY LOUD' }
    const token = store.approvals.decide(approval!.id, { outcome: 'edit', by: boss, at, input })
    const strict = client({
      policy: {
        decide: (request) =>
          (request.input as { subject: string }).subject.startsWith('VERY')
            ? { effect: 'raise', approval: 'A3', rule: 'desk.volume', reason: 'very loud' }
            : { effect: 'abstain' },
      },
    })
    const error = await failure(strict.announce.resume(token))
    expect(error).toMatchObject({ code: 'approval_invalid', commitState: 'not_sent' })
    expect(error.message).toMatch(/approved as A1, and needs A3 now/)
    expect(vendor.seen).toHaveLength(0)
  })

  test('whose store is away is told as one that was not sent', async () => {
    const away = { ...store.approvals, take: () => Promise.reject(new Error('connection refused')) }
    const error = await failure(client({ store: { ...store, approvals: away } }).announce.resume('token'))
    expect(error).toMatchObject({ code: 'unavailable', commitState: 'not_sent', retryable: true })
    expect(error.message).toContain('connection refused')
    expect(audit.rows).toMatchObject([{ code: 'unavailable', decidedBy: 'approval.none' }])
  })

  test.each([
    ['idempotencykey', { idempotencykey: 'k' }],
    ['timeoutMs', { timeoutMs: -1 }],
    ['signal', { signal: new AbortController() }],
    ['causationId', { causationId: 'a\nb' }],
    ['correlationId', { correlationId: '' }],
  ])('whose options are wrong (%s) is refused before its approval is used up', async (path, options) => {
    const { approval } = await failure(client().announce(loud, { idempotencyKey: 'k' }))
    const token = store.approvals.decide(approval!.id, { outcome: 'approve', by: boss, at })
    const refused = await failure(client().announce.resume(token, options as object))
    expect(refused).toMatchObject({ code: 'invalid_input', commitState: 'not_sent', issues: [{ path }] })
    await client().announce.resume(token)
    expect(vendor.seen).toHaveLength(1)
  })

  test('that a policy denies by now does not run', async () => {
    const { approval } = await failure(client().announce(loud, { idempotencyKey: 'k' }))
    const token = store.approvals.decide(approval!.id, { outcome: 'approve', by: boss, at })
    const closed = client({ policy: { decide: () => ({ effect: 'deny', rule: 'desk.closed', reason: 'it is night' }) } })
    expect(await failure(closed.announce.resume(token))).toMatchObject({ code: 'policy_denied' })
    expect(vendor.seen).toHaveLength(0)
  })
})

describe('whoever asked', () => {
  test('collects the decision once it is made, and nobody else does', async () => {
    const { approval } = await failure(client().announce(loud, { idempotencyKey: 'k' }))
    const { id } = approval!
    expect(await store.approvals.collect(id, 'acme', service)).toBeUndefined()
    store.approvals.decide(id, { outcome: 'approve', by: boss, at })
    expect(await store.approvals.collect(id, 'other', service)).toBeUndefined()
    expect(await store.approvals.collect(id, 'acme', { type: 'executor_system', id: 'crm' })).toBeUndefined()
    const token = await store.approvals.collect(id, 'acme', service)
    await client().announce.resume(token!)
    expect(await store.approvals.collect(id, 'acme', service)).toBeUndefined()
    expect(await failure(client().announce.resume(token!))).toMatchObject({ code: 'approval_invalid' })
    expect(vendor.seen).toHaveLength(1)
  })
})

describe('a policy for one call', () => {
  const raise = (approval: 'A1' | 'A3'): Policy => ({
    decide: () => ({ effect: 'raise', approval, rule: `to.${approval}`, reason: 'r' }),
  })
  const deny: Policy = { decide: () => ({ effect: 'deny', rule: 'no', reason: 'no' }) }
  const grant: Policy = { decide: () => ({ effect: 'granted', by: boss, approval: 'A3', rule: 'standing' }) }

  test.each([
    ['denies what the connection allows', undefined, deny, { code: 'policy_denied' }],
    ['raises over the connection, and not under it', raise('A1'), raise('A3'), { approval: { requires: 'A3' } }],
    ['does not lower what the connection raises', raise('A3'), raise('A1'), { approval: { requires: 'A3' } }],
    ['does not grant what the connection denies', deny, grant, { code: 'policy_denied' }],
    ['is not granted away', grant, raise('A3'), { approval: { requires: 'A3' } }],
  ] as const)('%s', async (_name, own, forCall, expected) => {
    const connected = client(own ? { policy: own } : {})
    expect(await failure(connected.claimed(loud, { policy: forCall }))).toMatchObject(expected)
    expect(vendor.seen).toHaveLength(0)
  })

  test('that answers later, or throws, is waited for, and denies', async () => {
    const later: Policy = { decide: () => Promise.reject(new Error('out of reach')) }
    const error = await failure(client({ policy: { decide: () => ({ effect: 'abstain' }) } }).claimed(loud, { policy: later }))
    expect(error).toMatchObject({ code: 'policy_denied' })
    expect(error.message).toContain('out of reach')
  })
})

describe('an operation that is known at run time only', () => {
  test('is reached by its names, as the tenant that was named', async () => {
    const portico = createPortico({
      connectors: { desk },
      connections: { credentials: () => ({ credentials: { token: 'token' } }) },
      origins: { desk: { api: vendor.origin } },
    })
    const { receipt } = await portico.operation('acme', 'desk', 'claimed').detailed(loud, { actor: service })
    expect(receipt).toMatchObject({ tenantId: 'acme', commitState: 'committed' })
    expect(() => portico.operation('acme', 'desk', 'toString')).toThrow('no operation desk.toString')
    expect(() => portico.operation(' ', 'desk', 'claimed')).toThrow('say which tenant')
    // Stores keep these as other names, or not at all.
    for (const odd of ['half \ud800', 'zero \0', 'x'.repeat(256)]) {
      expect(() => portico.tenant(odd)).toThrow('tenant: at most 255 characters')
      expect(() => portico.tenant('acme').desk.account(odd)).toThrow('account: at most 255 characters')
    }
    expect(bindingOf(portico.tenant('acme').desk)).toMatchObject({ tenantId: 'acme', store: portico.governance.store })
    expect(bindingOf({})).toBeUndefined()
    await portico.close()
  })
})

describe('an edited call', () => {
  async function edited(): Promise<string> {
    const { approval } = await failure(client().announce(loud, { idempotencyKey: 'k' }))
    return store.approvals.decide(approval!.id, { outcome: 'edit', by: boss, at, input: { subject: 'quiet' } })
  }

  test.each([
    ['as it was asked for', loud],
    ['as it was sent', { subject: 'quiet' }],
  ])('is replayed when it is repeated %s', async (_name, input) => {
    const { data, receipt } = await client().announce.resume(await edited())
    const again = await client().announce.detailed(input, { idempotencyKey: 'k' })
    expect(again.data).toEqual(data)
    expect(again.receipt).toMatchObject({ replayed: true, callId: receipt.callId, approvalId: receipt.approvalId })
    expect(vendor.seen).toHaveLength(1)
    expect(store.approvals.pending('acme')).toEqual([])
  })

  test('with third arguments is a conflict', async () => {
    await client().announce.resume(await edited())
    const error = await failure(client().announce({ subject: 'third' }, { idempotencyKey: 'k' }))
    expect(error).toMatchObject({ code: 'idempotency_conflict', commitState: 'not_sent' })
  })

  test('of unknown outcome is not asked about again', async () => {
    const token = await edited()
    vendor.reply = () => 'drop'
    await failure(client().announce.resume(token))
    const again = await failure(client().announce(loud, { idempotencyKey: 'k' }))
    expect(again).toMatchObject({ code: 'outcome_unknown', commitState: 'unknown' })
    expect(vendor.seen).toHaveLength(1)
  })
})

describe('the decision on a call that failed', () => {
  const raised: Policy = { decide: () => ({ effect: 'raise', approval: 'A1', rule: 'desk.raised', reason: 'to be looked at' }) }

  async function decided(ask: (key: { idempotencyKey: string }) => Promise<unknown>): Promise<{ id: string; token: string }> {
    const { approval } = await failure(ask({ idempotencyKey: 'k' }))
    return { id: approval!.id, token: store.approvals.decide(approval!.id, { outcome: 'approve', by: boss, at }) }
  }
  const announced = () => decided((key) => client().announce(loud, key))

  test('is there again after the vendor had no time, for the same token and the same key', async () => {
    const { id, token } = await announced()
    vendor.reply = () => ({ status: 429 })
    const busy = await failure(client().announce.resume(token))
    expect(busy).toMatchObject({ code: 'rate_limited', commitState: 'refused', retryable: true })
    const again = await failure(client().announce(loud, { idempotencyKey: 'k' }))
    expect(again).toMatchObject({ code: 'approval_required', approval: { id } })
    expect(again.message).toContain('resume')
    vendor.reply = () => ({ body: { id: '1', subject: 'LOUD' } })
    expect((await client().announce.resume(token)).receipt.approvalId).toBe(id)
    expect(await failure(client().announce.resume(token))).toMatchObject({ code: 'approval_invalid' })
  })

  test.each([
    ['another operation', (token: string) => client().keyed.resume(token), 'it is for desk.announce'],
    ['another account', (token: string) => client({ account: 'second' }).announce.resume(token), 'it belongs to another account'],
  ])('is there again after it was taken to %s, which it does not cover', async (_, resume, says) => {
    const { token } = await announced()
    const misused = await failure(resume(token))
    expect(misused).toMatchObject({ code: 'approval_invalid', commitState: 'not_sent', retryable: false })
    expect(misused.message).toContain(`${says}: resume it there`)
    expect(vendor.seen).toHaveLength(0)
    await client().announce.resume(token)
    expect(await failure(resume(token))).toMatchObject({ code: 'approval_invalid' })
    expect(vendor.seen).toHaveLength(1)
  })

  test.each([
    ['no person', { type: 'executor_system', id: 'bot' }, 'only a person decides'],
    ['who asked for it', { type: 'human', id: service.id }, 'nobody approves their own call'],
  ] as const)('of %s holds for nothing, whatever a store lets through', async (_, by, says) => {
    const { token } = await announced()
    const approvals: typeof store.approvals = {
      ...store.approvals,
      take(...taken): TakenApproval {
        const answer = store.approvals.take(...taken) as Extract<TakenApproval, { state: 'decided' }>
        return { ...answer, decision: { outcome: 'approve', by, at } }
      },
    }
    const refused = await failure(client({ store: { ...store, approvals } }).announce.resume(token))
    expect(refused).toMatchObject({ code: 'approval_invalid', commitState: 'not_sent' })
    expect(refused.message).toContain(says)
    expect(vendor.seen).toHaveLength(0)
  })

  test('comes back when its key is free, so that whoever has it next does not meet the call that is ending', async () => {
    const { token } = await announced()
    vendor.reply = () => ({ status: 429, headers: { 'retry-after': '3600' } })
    const told: string[] = []
    const slow = client({
      store: {
        ...store,
        claims: {
          ...store.claims,
          async release(claim) {
            await new Promise((resolve) => setImmediate(resolve))
            await store.claims.release(claim)
            told.push('released')
          },
        },
        approvals: {
          ...store.approvals,
          take(...taken) {
            const answer = store.approvals.take(...taken) as Extract<TakenApproval, { state: 'decided' }>
            return { ...answer, giveBack: () => (told.push('given back'), answer.giveBack!()) }
          },
        },
      },
    })
    expect(await failure(slow.announce.resume(token))).toMatchObject({ code: 'rate_limited', retryable: true })
    expect(told).toEqual(['released', 'given back'])
  })

  test('is there again when the call was given up before it was sent', async () => {
    const { token } = await announced()
    const givenUp = await failure(client().announce.resume(token, { signal: AbortSignal.abort() }))
    expect(givenUp).toMatchObject({ code: 'cancelled', commitState: 'not_sent' })
    await client().announce.resume(token)
    expect(vendor.seen).toHaveLength(1)
  })

  test('sends again under its key what may have been done, where the vendor knows the key', async () => {
    const strict = client({ policy: raised })
    const { id, token } = await decided((key) => strict.keyed(loud, key))
    vendor.reply = () => 'drop'
    const lost = await failure(strict.keyed.resume(token))
    expect(lost).toMatchObject({ commitState: 'unknown', retryable: true })
    // Nobody else is asked.
    expect(await failure(strict.keyed(loud, { idempotencyKey: 'k' }))).toMatchObject({ approval: { id } })
    vendor.reply = () => ({ body: { id: '1', subject: 'LOUD' } })
    const { receipt } = await strict.keyed.resume(token)
    expect(receipt).toMatchObject({ commitState: 'committed', approvalId: id })
    expect(new Set(vendor.seen.map(({ headers }) => headers['idempotency-key']))).toEqual(new Set(['k']))
  })

  test('stays used up where the call may have acted and can not be sent again', async () => {
    const { token } = await announced()
    vendor.reply = () => ({ status: 503 })
    const lost = await failure(client().announce.resume(token))
    expect(lost).toMatchObject({ commitState: 'unknown', retryable: false })
    expect(await failure(client().announce.resume(token))).toMatchObject({ code: 'approval_invalid' })
    expect(await failure(client().announce(loud, { idempotencyKey: 'k' }))).toMatchObject({ code: 'outcome_unknown' })
    expect(vendor.seen).toHaveLength(1)
  })

  test('stays used up where the vendor refused it for good', async () => {
    const { token } = await announced()
    vendor.reply = () => ({ status: 422, body: { code: 'wrong' } })
    expect(await failure(client().announce.resume(token))).toMatchObject({ code: 'rejected', retryable: false })
    expect(await failure(client().announce.resume(token))).toMatchObject({ code: 'approval_invalid' })
  })

  test.each([
    ['the store gives none back', undefined, undefined],
    ['it has expired', (): boolean => false, undefined],
    ['the store is away', (): Promise<boolean> => Promise.reject(new Error('gone')), 'decision'],
  ] as const)('where %s, is not told as one to be used again', async (_name, giveBack, missing) => {
    const { token } = await announced()
    const logged: unknown[] = []
    const approvals: typeof store.approvals = {
      ...store.approvals,
      take(...taken): TakenApproval {
        const { giveBack: _replaced, ...answer } = store.approvals.take(...taken) as Extract<TakenApproval, { state: 'decided' }>
        return giveBack ? { ...answer, giveBack } : answer
      },
    }
    vendor.reply = () => ({ status: 429, headers: { 'retry-after': '3600' }, body: { code: 'slow', message: 'not so fast' } })
    const telemetry: Telemetry = {
      log: ({ event, attributes }) => event === 'portico.call.unrecorded' && logged.push(attributes['missing']),
    }
    const busy = await failure(client({ store: { ...store, approvals }, telemetry }).announce.resume(token))
    expect(busy).toMatchObject({ code: 'rate_limited', commitState: 'refused', retryable: false, retryAfterMs: 3_600_000 })
    expect(busy.message).toBe('desk.announce: not so fast (its approval is used up: ask for it again)')
    expect(busy.receipt).toMatchObject({ commitState: 'refused' })
    expect(logged).toEqual(missing ? [missing] : [])
  })

  test('is not given back over a person who is being asked about the same call', async () => {
    const { token } = await announced()
    const request = store.approvals.take(token, 'acme') as Extract<TakenApproval, { state: 'decided' }>
    expect(store.approvals.request({ ...request.request, id: 'second' })).toMatchObject({ state: 'requested' })
    expect(request.giveBack!()).toBe(false)
    expect(store.approvals.take(token, 'acme')).toMatchObject({ state: 'refused' })
  })
})

describe('a page that needs a decision', () => {
  const raised: Policy = { decide: () => ({ effect: 'raise', approval: 'A1', rule: 'desk.raised', reason: 'regulated' }) }

  test('is not asked for by a cursor, which nobody can read, and is not changed by one when it runs', async () => {
    vendor.reply = () => ({ body: [] })
    const strict = client({ policy: raised })
    const refused = await failure(strict.listTickets({}, { cursor: 'page=2' }))
    expect(refused).toMatchObject({ code: 'invalid_input', commitState: 'not_sent', issues: [{ path: 'cursor' }] })
    expect(refused.message).toContain('say in the input which part is wanted')
    expect(store.approvals.pending('acme')).toEqual([])
    const { approval } = await failure(strict.listTickets({}))
    const token = store.approvals.decide(approval!.id, { outcome: 'approve', by: boss, at })
    const options: PageOptions = { cursor: 'page=2' }
    await strict.listTickets.resume(token, options)
    expect(vendor.seen.map(({ url }) => url)).toEqual(['/tickets'])
    // Whom nobody has to ask goes on as ever.
    await client().listTickets({}, { cursor: 'page=2' })
    expect(vendor.seen.at(-1)!.url).toBe('/tickets?page=2')
  })
})

describe('what is written down', () => {
  test('starts in one turn, and is all awaited', async () => {
    const started: string[] = []
    let turn = 0
    const slowly = (name: string) => async () => {
      started.push(`${name} ${turn}`)
      await new Promise((resolve) => setImmediate(resolve))
      turn++
    }
    const { claims } = store
    const slow = client({
      store: { ...store, claims: { ...claims, finish: slowly('claim') } },
      audit: { write: slowly('audit row') },
      ledger: { open: () => undefined, resolve: slowly('proof') },
      events: { publish: slowly('event') },
    })
    await slow.claimed(loud)
    expect(started).toEqual(['claim 0', 'audit row 0', 'proof 0', 'event 0'])
    expect(turn).toBe(4)
  })

  test('keeps the rest when one part fails, and says which', async () => {
    const broken = client({
      audit: {
        write() {
          throw new Error('disk full')
        },
      },
      ledger: { open: () => undefined, resolve: () => Promise.reject(new Error('unreachable')) },
    })
    const error = await failure(broken.claimed(loud, { idempotencyKey: 'k' }))
    expect(error).toMatchObject({ code: 'unavailable', commitState: 'committed' })
    expect(error.message).toContain('(audit row, proof)')
    expect(events.events).toHaveLength(1)
    expect((await client().claimed.detailed(loud, { idempotencyKey: 'k' })).receipt.replayed).toBe(true)
  })
})
