import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Actor, type ConnectorError, connect, memoryAudit, memoryStore, type Policy } from '@portico/core'
import { desk } from './desk.ts'
import { failure } from './failure.ts'
import { type VendorServer, vendorServer } from '../fixture/vendor-server.ts'

const token = 'planted-secret-4711'
const service: Actor = { type: 'executor_system', id: 'orders' }
const input = { subject: 'Printer', secret: 'do-not-keep' }

let vendor: VendorServer
let audit: ReturnType<typeof memoryAudit>
let store: ReturnType<typeof memoryStore>

beforeEach(async () => {
  vendor = await vendorServer()
  audit = memoryAudit()
  store = memoryStore()
})
afterEach(() => vendor.close())

function client(options: { token?: string; store?: typeof store; policy?: Policy; timeoutMs?: number } = {}) {
  return connect(desk, {
    tenantId: 'acme',
    actor: service,
    credentials: { token: options.token ?? token },
    origins: { api: vendor.origin },
    store: options.store ?? store,
    audit,
    ...(options.policy && { policy: options.policy }),
    ...(options.timeoutMs !== undefined && { tune: { timeoutMs: options.timeoutMs } }),
  })
}

describe('a lost answer', () => {
  test.each(['keyed', 'lookedUp'] as const)('%s is sent again and acts once', async (operation) => {
    const effects = new Map<string, unknown>()
    vendor.reply = (request, index) => {
      const found = [...effects.values()]
      if (request.url.startsWith('/find')) return { body: found }
      const key = request.headers['idempotency-key'] ?? `unkeyed-${index}`
      if (!effects.has(String(key))) effects.set(String(key), { id: '7', subject: 'Printer' })
      return index === 0 ? 'drop' : { body: effects.get(String(key)) }
    }
    const { data, receipt } = await client()[operation].detailed(input)
    expect(data).toEqual({ id: '7', subject: 'Printer' })
    expect(effects.size).toBe(1)
    expect(receipt.commitState).toBe('committed')
    expect(receipt.attempts[0]).toMatchObject({ code: 'unavailable' })
  })

  test.each(['claimed', 'once'] as const)('%s is unknown and was sent once', async (operation) => {
    vendor.reply = () => 'drop'
    const error = await failure(client()[operation](input))
    expect(error).toMatchObject({ code: 'unavailable', commitState: 'unknown', retryable: false })
    expect(vendor.seen).toHaveLength(1)
  })

  test('a claim of unknown outcome is not started again under its key', async () => {
    vendor.reply = () => 'drop'
    await failure(client().claimed(input, { idempotencyKey: 'order-1' }))
    vendor.reply = () => ({ body: { id: '1', subject: 'Printer' } })
    const again = await failure(client().claimed(input, { idempotencyKey: 'order-1' }))
    expect(again).toMatchObject({ code: 'outcome_unknown', commitState: 'unknown' })
    expect(vendor.seen).toHaveLength(1)
  })

  test('after a later "not now" the first sending may still have acted', async () => {
    vendor.reply = (_request, index) => (index === 0 ? 'drop' : { status: 429, body: {} })
    expect(await failure(client().keyed(input))).toMatchObject({ code: 'rate_limited', commitState: 'unknown', retryable: true })
  })

  test('a delete that finds nothing is done only when an earlier sending may have done it', async () => {
    vendor.reply = () => ({ status: 404, body: { code: 'gone' } })
    expect(await failure(client().deleteTicket({ id: '9' }))).toMatchObject({ code: 'not_found', commitState: 'refused' })
    vendor.reply = (_request, index) => (index === 1 ? 'drop' : { status: 404, body: { code: 'gone' } })
    expect(await client().deleteTicket({ id: '9' })).toEqual({ id: '9', subject: '' })
  })
})

describe('what the vendor answers', () => {
  test.each([
    ['getTicket', 503, 3, 'refused'],
    ['keyed', 503, 3, 'unknown'],
    ['claimed', 503, 1, 'unknown'],
    ['once', 503, 1, 'unknown'],
    ['claimed', 429, 3, 'refused'],
    ['once', 429, 1, 'refused'],
    ['claimed', 422, 1, 'refused'],
  ] as const)('%s answered %i is sent %i times and ends %s', async (operation, status, sent, commitState) => {
    vendor.reply = () => ({ status, body: {} })
    const connected = client()
    const error = await failure(operation === 'getTicket' ? connected.getTicket({ id: '1' }) : connected[operation](input))
    expect(error.commitState).toBe(commitState)
    expect(vendor.seen).toHaveLength(sent)
  })

  test('a 5xx that is documented to have done nothing is refused, and a claim may be sent again', async () => {
    vendor.reply = (_request, index) =>
      index === 0 ? { status: 503, body: { code: 'busy' } } : { body: { id: '1', subject: 'x' } }
    expect((await client().claimed.detailed(input)).receipt.attempts).toHaveLength(2)
  })

  test('every resending of one call carries the same key', async () => {
    vendor.reply = (_request, index) => (index < 2 ? { status: 503, body: {} } : { body: { id: '1', subject: 'x' } })
    await client().keyed(input)
    expect(new Set(vendor.seen.map(({ headers }) => headers['idempotency-key'])).size).toBe(1)
  })

  test('a drifted answer after a command is committed, and a repeat of its key sends nothing', async () => {
    vendor.reply = () => ({ body: { id: 1, subject: 'Printer' } })
    const error = await failure(client().keyed(input, { idempotencyKey: 'k' }))
    expect(error).toMatchObject({ code: 'contract_violation', commitState: 'committed', severity: 'V2' })
    expect(error.issues[0]?.path).toBe('id')
    expect((await failure(client().keyed(input, { idempotencyKey: 'k' }))).commitState).toBe('committed')
    expect(vendor.seen).toHaveLength(1)
  })

  test('what is not promised is dropped', async () => {
    vendor.reply = () => ({ body: { id: '1', subject: 'x', internal: 'y' } })
    expect(await client().getTicket({ id: '1' })).toEqual({ id: '1', subject: 'x' })
  })

  test('a redirect to another host is not followed', async () => {
    vendor.reply = () => ({ status: 302, headers: { location: 'https://elsewhere.example/tickets/1' } })
    expect(await failure(client().getTicket({ id: '1' }))).toMatchObject({ code: 'host_not_allowed', severity: 'V3' })
    expect(vendor.seen).toHaveLength(1)
  })

  test('a slow answer to a read is tried again; the total deadline ends it', async () => {
    vendor.reply = () => 'hang'
    const error = await failure(client({ timeoutMs: 200 }).getTicket({ id: '1' }, { timeoutMs: 480 }))
    expect(error).toMatchObject({ code: 'timeout', commitState: 'refused' })
    expect(vendor.seen.length).toBeGreaterThan(1)
  })

  test('an aborted call ends, and says that a write may have acted', async () => {
    vendor.reply = () => 'hang'
    const stop = new AbortController()
    const call = failure(client().claimed(input, { signal: stop.signal }))
    while (vendor.seen.length === 0) await new Promise((resolve) => setTimeout(resolve, 1))
    stop.abort()
    expect(await call).toMatchObject({ code: 'cancelled', commitState: 'unknown' })
  })
})

describe('idempotency keys', () => {
  test('the same key gives the first result and sends nothing', async () => {
    const first = await client().claimed.detailed(input, { idempotencyKey: 'k' })
    const second = await client().claimed.detailed(input, { idempotencyKey: 'k' })
    expect(second.data).toEqual(first.data)
    expect(second.receipt.replayed).toBe(true)
    expect(vendor.seen).toHaveLength(1)
  })

  test('the same key with other arguments is refused', async () => {
    await client().claimed(input, { idempotencyKey: 'k' })
    const error = await failure(client().claimed({ subject: 'Other' }, { idempotencyKey: 'k' }))
    expect(error).toMatchObject({ code: 'idempotency_conflict', commitState: 'not_sent' })
    expect(vendor.seen).toHaveLength(1)
  })

  test('fifty calls at once under one key act once', async () => {
    const connected = client()
    const results = await Promise.allSettled(Array.from({ length: 50 }, () => connected.claimed(input, { idempotencyKey: 'k' })))
    const failed = results
      .filter((result) => result.status === 'rejected')
      .map((result) => (result.reason as ConnectorError).code)
    expect(new Set(failed)).toEqual(new Set(['in_progress']))
    expect(vendor.seen).toHaveLength(1)
  })

  test('a refused call frees its key', async () => {
    vendor.reply = (_request, index) => (index === 0 ? { status: 422, body: {} } : { body: { id: '1', subject: 'x' } })
    await failure(client().claimed(input, { idempotencyKey: 'k' }))
    expect((await client().claimed.detailed(input, { idempotencyKey: 'k' })).receipt.replayed).toBe(false)
  })

  test("another tenant's key is another key", async () => {
    await client().claimed(input, { idempotencyKey: 'k' })
    const other = connect(desk, {
      tenantId: 'other',
      actor: service,
      credentials: { token },
      origins: { api: vendor.origin },
      store,
    })
    await other.claimed(input, { idempotencyKey: 'k' })
    expect(vendor.seen).toHaveLength(2)
  })
})

describe('nothing is sent', () => {
  test.each([
    ['wrong arguments', () => client().claimed({ subject: '' }), 'invalid_input'],
    ['an argument that nobody described', () => client().claimed({ subject: 'x', extra: 1 } as never), 'invalid_input'],
    ['no credentials', () => client({ token: '' }).getTicket({ id: '1' }), 'unauthenticated'],
    ['a path that climbs out', () => client().getTicket({ id: '..' }), 'invalid_input'],
    [
      'an observer that writes',
      () =>
        client()
          .as({ actor: { type: 'observer_agent', id: 'a' } })
          .claimed(input),
      'policy_denied',
    ],
    ['an external message without a correlation id', () => client().announce(input, { correlationId: ' ' }), 'policy_denied'],
    ['a call that needs approval', () => client().announce(input, { correlationId: 'c' }), 'approval_required'],
  ] as const)('with %s', async (_name, call, code) => {
    const error = await failure(call())
    expect(error).toMatchObject({ code, commitState: 'not_sent' })
    expect(error.message).not.toContain('\n')
    expect(vendor.seen).toHaveLength(0)
  })

  test('in a dry run', async () => {
    const shown = await client().keyed.dryRun(input)
    expect(shown).toMatchObject({ method: 'POST', actionClass: 'A', decision: 'allowed' })
    expect(JSON.stringify(shown)).not.toMatch(/do-not-keep|planted-secret/)
    expect(vendor.seen).toHaveLength(0)
  })

  test.each<[string, (signal: AbortSignal) => unknown, string]>([
    [
      'throws',
      () => {
        throw new Error('policy file is missing')
      },
      'policy file is missing',
    ],
    ['rejects', async () => Promise.reject(new Error('policy server is down')), 'policy server is down'],
    ['decides nothing', () => undefined, 'a policy that fails denies'],
    ['promises nothing', async () => undefined, 'a policy that fails denies'],
    ['gives a decision that does not exist', () => ({ effect: 'allow' }), 'does not exist'],
    [
      'raises to a class that does not exist',
      () => ({ effect: 'raise', approval: 'A9', rule: 'r', reason: 'x' }),
      'does not exist',
    ],
    ['never answers', () => new Promise(() => {}), 'deadline'],
  ])('when a policy %s', async (_name, decide, told) => {
    const strict = connect(desk, {
      tenantId: 'acme',
      actor: service,
      credentials: { token },
      origins: { api: vendor.origin },
      policy: { decide: decide as unknown as Policy['decide'] },
      tune: { totalTimeoutMs: 50 },
      audit,
    })
    const error = await failure(strict.claimed(input))
    expect(error).toMatchObject({ code: 'policy_denied', commitState: 'not_sent' })
    expect(error.message).toContain(told)
    expect(audit.rows.at(-1)).toMatchObject({ decidedBy: 'policy.error' })
    expect(vendor.seen).toHaveLength(0)
  })

  test('when the caller gives up while a policy thinks', async () => {
    const thinking = client({ policy: { decide: () => new Promise(() => {}) } })
    const error = await failure(thinking.claimed(input, { signal: AbortSignal.timeout(5) }))
    expect(error).toMatchObject({ code: 'cancelled', commitState: 'not_sent' })
  })
})

describe('approvals', () => {
  const boss: Actor = { type: 'human', id: 'boss' }
  const at = '2026-11-24T00:00:00Z'

  async function asked(): Promise<string> {
    const error = await failure(client().announce(input, { correlationId: 'c', idempotencyKey: 'k' }))
    return error.approval!.id
  }

  test('an approved call runs once, under its original key', async () => {
    const decided = store.approvals.decide(await asked(), { outcome: 'approve', by: boss, at })
    const { receipt } = await client().announce.resume(decided)
    expect(receipt).toMatchObject({ idempotencyKey: 'k', decidedBy: 'approval.approve', correlationId: 'c' })
    expect(await failure(client().announce.resume(decided))).toMatchObject({ code: 'approval_invalid' })
    expect(vendor.seen).toHaveLength(1)
  })

  test('an edit runs the edited arguments, validated again', async () => {
    const edited = store.approvals.decide(await asked(), { outcome: 'edit', by: boss, at, input: { subject: 'Milder' } })
    await client().announce.resume(edited)
    expect(JSON.parse(vendor.seen[0]!.body)).toEqual({ subject: 'Milder' })
    const wrong = store.approvals.decide(
      (await failure(client().announce({ subject: 'Second' }, { correlationId: 'c' }))).approval!.id,
      { outcome: 'edit', by: boss, at, input: { subject: 7 } },
    )
    expect(await failure(client().announce.resume(wrong))).toMatchObject({ code: 'invalid_input' })
    expect(vendor.seen).toHaveLength(1)
  })

  test('a rejection leaves nothing runnable and an audit row', async () => {
    const rejected = store.approvals.decide(await asked(), { outcome: 'reject', by: boss, at, reason: 'too loud' })
    const error = await failure(client().announce.resume(rejected))
    expect(error).toMatchObject({ code: 'approval_rejected' })
    expect(error.message).toContain('too loud')
    expect(audit.rows.at(-1)).toMatchObject({ code: 'approval_rejected', outcome: 'failed' })
    expect(await failure(client().announce.resume(rejected))).toMatchObject({ code: 'approval_invalid' })
    expect(vendor.seen).toHaveLength(0)
  })

  test('it is valid only for its own operation and tenant', async () => {
    const decided = store.approvals.decide(await asked(), { outcome: 'approve', by: boss, at })
    const other = connect(desk, { tenantId: 'other', credentials: { token }, origins: { api: vendor.origin }, store })
    expect(await failure(other.announce.resume(decided))).toMatchObject({ code: 'approval_invalid' })
    expect(await failure(client().claimed.resume(decided))).toMatchObject({ code: 'approval_invalid' })
    expect(vendor.seen).toHaveLength(0)
  })

  test('nobody approves their own request', async () => {
    const id = await asked()
    expect(() => store.approvals.decide(id, { outcome: 'approve', by: { type: 'human', id: 'orders' }, at })).toThrow(
      /own request/,
    )
  })
})

describe('paging', () => {
  test('goes to the last page, on the path of its own', async () => {
    vendor.reply = ({ url }) =>
      url === '/tickets'
        ? { headers: { link: '</elsewhere?page=2>; rel="next"' }, body: [{ id: '1', subject: 'a' }] }
        : { body: [{ id: '2', subject: 'b' }] }
    const ids: string[] = []
    for await (const ticket of client().listTickets.items({})) ids.push(ticket.id)
    expect(ids).toEqual(['1', '2'])
    expect(vendor.seen[1]!.url).toBe('/tickets?page=2')
  })

  test('a repeated cursor is an error, not an endless loop', async () => {
    vendor.reply = () => ({ headers: { link: '</tickets?page=2>; rel="next"' }, body: [{ id: '1', subject: 'a' }] })
    const all = (async () => {
      for await (const page of client().listTickets.pages({})) expect(page.items).toHaveLength(1)
    })()
    expect(await failure(all)).toMatchObject({ code: 'contract_violation' })
    expect(vendor.seen.length).toBeLessThanOrEqual(2)
  })
})

describe('what is recorded', () => {
  test('undo runs the rollback as a call of its own, once', async () => {
    const { receipt } = await client().keyed.detailed(input)
    await client().keyed.undo(receipt)
    await client().keyed.undo(receipt)
    expect(vendor.seen.map(({ method, url }) => `${method} ${url}`)).toEqual(['POST /keyed', 'DELETE /tickets/1'])
    expect(audit.rows[1]).toMatchObject({ operation: 'deleteTicket', causationId: receipt.callId })
  })

  test('redacted fields and credentials are nowhere', async () => {
    vendor.reply = (_request, index) =>
      index === 0 ? { body: { id: '1', subject: 'x' } } : { status: 422, body: { message: `bad token ${token}` } }
    const done = await client().keyed.detailed(input)
    const error = await failure(client().keyed(input))
    const everything = JSON.stringify([audit.rows, done.receipt, error, String(error.stack)])
    expect(everything).not.toContain('do-not-keep')
    expect(everything).not.toContain(token)
    expect(audit.rows).toHaveLength(2)
  })

  test('a call whose audit row can not be written is an error that says what the vendor did', async () => {
    const broken = connect(desk, {
      tenantId: 'acme',
      actor: service,
      credentials: { token },
      origins: { api: vendor.origin },
      audit: { write: () => Promise.reject(new Error('disk full')) },
    })
    expect(await failure(broken.claimed(input))).toMatchObject({ code: 'unavailable', commitState: 'committed' })
  })

  test('a circuit opens for one connection and says when it closes', async () => {
    vendor.reply = () => ({ status: 503, body: {} })
    const connected = client()
    await failure(connected.getTicket({ id: '1' }))
    await failure(connected.getTicket({ id: '1' }))
    const error = await failure(connected.getTicket({ id: '1' }))
    expect(error.message).toContain('circuit')
    expect(error.retryAfterMs).toBeGreaterThan(0)
    vendor.reply = () => ({ body: { id: '1', subject: 'x' } })
    expect(await client().getTicket({ id: '1' })).toEqual({ id: '1', subject: 'x' })
  })

  test('every operation shows its steps', () => {
    expect(client().steps.claimed).toContain('claim')
    expect(client().steps.getTicket).not.toContain('claim')
  })
})
