import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  type Actor,
  type Approval,
  connect,
  memoryAudit,
  memoryStore,
  type Policy,
  type StandingGrant,
  type StandingRequest,
} from '@portico/core'
import { desk } from './desk.ts'
import { failure } from './failure.ts'
import { type VendorServer, vendorServer } from '../fixture/vendor-server.ts'

const service: Actor = { type: 'executor_system', id: 'orders' }
const boss: Actor = { type: 'human', id: 'boss' }
const loud = { subject: 'LOUD' }

let vendor: VendorServer
let audit: ReturnType<typeof memoryAudit>
let store: ReturnType<typeof memoryStore>
let taken: StandingRequest[]
let settled: string[]

beforeEach(async () => {
  vendor = await vendorServer()
  audit = memoryAudit()
  store = memoryStore()
  taken = []
  settled = []
})
afterEach(() => vendor.close())

/** A client whose store grants up to `shares` calls in the name of `by`. */
function client(options: {
  shares?: number
  by?: Actor
  approval?: Approval
  policy?: Policy
  beforeGrant?: () => Promise<unknown>
}) {
  let left = options.shares ?? 1
  return connect(desk, {
    tenantId: 'acme',
    actor: service,
    correlationId: 'c',
    credentials: { token: 'token' },
    origins: { api: vendor.origin },
    audit,
    ...(options.policy && { policy: options.policy }),
    store: {
      ...store,
      standing: {
        async take(request) {
          taken.push(request)
          await options.beforeGrant?.()
          if (left-- <= 0) return undefined
          const grant: StandingGrant = {
            approvalId: 'standing-1',
            tenantId: request.tenantId,
            shareId: request.id,
            by: options.by ?? boss,
            approval: options.approval ?? 'A1',
          }
          return grant
        },
        settle: (grant, outcome) => void settled.push(`${grant.shareId} ${outcome}`),
      },
    },
  })
}

describe('a standing approval', () => {
  test('lets the call run, and is in its receipt and its audit row', async () => {
    const { receipt } = await client({}).announce.detailed(loud)
    expect(receipt).toMatchObject({ decidedBy: 'approval.standing', approvalId: 'standing-1', actionClass: 'B' })
    expect(audit.rows).toMatchObject([{ decidedBy: 'approval.standing', approvalId: 'standing-1', outcome: 'succeeded' }])
    expect(settled).toEqual([`${taken[0]!.id} acted`])
    expect(store.approvals.pending('acme')).toEqual([])
  })

  test('that does not cover the call leaves it to a person', async () => {
    expect(await failure(client({ shares: 0 }).announce(loud))).toMatchObject({ code: 'approval_required' })
    expect(store.approvals.pending('acme')).toHaveLength(1)
    expect(settled).toEqual([])
  })

  test('is not asked for where nothing needs a decision, nor where the call is denied', async () => {
    await client({}).claimed(loud)
    const policy: Policy = { decide: () => ({ effect: 'deny', rule: 'r', reason: 'no' }) }
    expect(await failure(client({ policy }).announce(loud))).toMatchObject({ code: 'policy_denied' })
    expect(taken).toEqual([])
  })

  test('must cover what a policy raised the call to', async () => {
    const policy: Policy = { decide: () => ({ effect: 'raise', approval: 'A3', rule: 'r', reason: 'more' }) }
    const error = await failure(client({ policy, approval: 'A2' }).announce(loud))
    expect(error).toMatchObject({ code: 'approval_invalid', commitState: 'not_sent' })
    expect(taken).toMatchObject([{ requiredApproval: 'A3' }])
    expect(settled).toEqual([`${taken[0]!.id} returned`])
  })

  test.each<[string, Actor]>([
    ['the caller itself', { type: 'human', id: 'orders' }],
    ['no person', { type: 'automated_workflow', id: 'boss' }],
  ])('of %s does not count', async (_name, by) => {
    expect(await failure(client({ by }).announce(loud))).toMatchObject({ code: 'approval_invalid' })
    expect(settled).toEqual([`${taken[0]!.id} returned`])
    expect(vendor.seen).toHaveLength(0)
  })

  test.each([
    ['was refused', 'returned', () => ({ status: 409, body: { code: 'busy' } })],
    ['never arrived', 'unknown', () => 'drop' as const],
    ['broke the contract', 'acted', () => ({ body: { odd: true } })],
  ])('of a call that %s is %s', async (_name, outcome, reply) => {
    vendor.reply = reply
    await failure(client({}).announce(loud))
    expect(settled).toEqual([`${taken[0]!.id} ${outcome}`])
  })

  test('is asked for under the key where one call has one, and for each call where a second start is not stopped', async () => {
    const granted = client({ shares: 4 })
    await granted.announce(loud, { idempotencyKey: 'k' })
    await granted.announce(loud)
    const raise: Policy = { decide: () => ({ effect: 'raise', approval: 'A1', rule: 'r', reason: 'more' }) }
    const { receipt } = await client({ policy: raise }).once.detailed(loud, { idempotencyKey: 'k' })
    expect(taken[0]!.use).toBe('k')
    expect(taken[1]!.use).toBe(taken[1]!.idempotencyKey)
    expect(taken[2]).toMatchObject({ use: receipt.callId, idempotencyKey: 'k' })
  })

  test('is not used for a replay, also where the first call ends while the share is asked for', async () => {
    const first = client({})
    await first.announce(loud, { idempotencyKey: 'k' })
    await client({}).announce(loud, { idempotencyKey: 'k' })
    expect(taken).toHaveLength(1)
    const late = client({ shares: 0, beforeGrant: () => client({}).announce(loud, { idempotencyKey: 'other' }) })
    const { receipt } = await late.announce.detailed(loud, { idempotencyKey: 'other' })
    expect(receipt.replayed).toBe(true)
    expect(store.approvals.pending('acme')).toEqual([])
  })

  test('that can not be settled is told, with what the vendor did', async () => {
    const broken = connect(desk, {
      tenantId: 'acme',
      actor: service,
      correlationId: 'c',
      credentials: { token: 'token' },
      origins: { api: vendor.origin },
      store: {
        ...store,
        standing: {
          take: ({ tenantId, id }) => ({ approvalId: 's', tenantId, shareId: id, by: boss, approval: 'A1' }),
          settle: () => Promise.reject(new Error('disk full')),
        },
      },
    })
    const error = await failure(broken.announce(loud))
    expect(error).toMatchObject({ code: 'unavailable', commitState: 'committed' })
    expect(error.message).toContain('standing approval')
  })
})
