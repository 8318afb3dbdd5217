import type { IncidentReport } from '@portico/core'
import { type ActionClaim, verifyAuditStore } from '@portico/governance'
import type { Proof, ProofResolution } from '@portico/core'
import { describe, expect, test } from 'vitest'
import { onEveryStore } from '../store/every-store.ts'

const actor = { type: 'executor_system', id: 'billing' } as const
const hash = 'a'.repeat(64)

function proof(callId: string, more: Partial<Proof> = {}): Proof {
  return {
    id: `${callId}-proof`,
    callId,
    tenantId: 'acme',
    actor,
    intendedAction: 'stripe.createRefund',
    argumentsHash: hash,
    classes: { sideEffect: 'external_commitment', approval: 'A1', reversibility: 'R1', sensitivity: 'S2' },
    correlationId: 'order-7',
    traceparent: undefined,
    openedAt: 1_000,
    ...more,
  }
}

function resolution(callId: string, more: Partial<ProofResolution> = {}): ProofResolution {
  return {
    id: `${callId}-proof`,
    callId,
    tenantId: 'acme',
    actualCall: 'stripe.createRefund',
    argumentsHash: hash,
    commitState: 'committed',
    vendorRequestId: 'req_1',
    entity: { type: 'refund', id: 're_1' },
    auditId: 'audit-1',
    status: 'verified',
    resolvedAt: 2_000,
    ...more,
  }
}

function claim(callId: string, more: Partial<ActionClaim> = {}): ActionClaim {
  return { id: `claim-${callId}`, tenantId: 'acme', actor, callId, action: 'stripe.createRefund', outcome: 'done', ...more }
}

onEveryStore('ledger', (store) => {
  test('a proof is unverified until it is resolved, with its evidence', async () => {
    const { db, ledger } = await store.open()
    await ledger.open(proof('call-1'))
    const read = db.selectFrom('proofs').selectAll().where('id', '=', 'call-1-proof')
    expect(await read.executeTakeFirst()).toMatchObject({ status: 'unverified', resolved_at: null })
    await ledger.resolve(resolution('call-1'))
    const row = await read.executeTakeFirstOrThrow()
    expect(row).toMatchObject({ status: 'verified', commit_state: 'committed', resolved_at: 2_000, correlation_id: 'order-7' })
    expect(JSON.parse(row.evidence!)).toEqual({
      vendorRequestId: 'req_1',
      entity: { type: 'refund', id: 're_1' },
      auditId: 'audit-1',
    })
  })

  test.each([
    ['another action', { actualCall: 'stripe.createCharge' }],
    ['other arguments', { argumentsHash: 'b'.repeat(64) }],
  ])('%s than intended contradicts, and raises an incident', async (name, done) => {
    const reports: IncidentReport[] = []
    const { db, ledger } = await store.open({ incidents: { report: (incident) => void reports.push(incident) } })
    const callId = `intended ${name}`
    await ledger.open(proof(callId, { classes: { ...proof('').classes, reversibility: 'R2' } }))
    await ledger.resolve(resolution(callId, done))
    const row = await db.selectFrom('proofs').select('status').where('call_id', '=', callId).executeTakeFirst()
    expect(row).toEqual({ status: 'contradicted' })
    expect(reports).toMatchObject([{ tenantId: 'acme', kind: 'ledger_contradiction', severity: 'V3', subject: `call/${callId}` }])
  })

  test('another tenant resolves nothing', async () => {
    const { db, ledger } = await store.open()
    await ledger.open(proof('call-t'))
    await ledger.resolve(resolution('call-t', { tenantId: 'rival' }))
    const row = await db.selectFrom('proofs').select('status').where('call_id', '=', 'call-t').executeTakeFirst()
    expect(row).toEqual({ status: 'unverified' })
  })

  describe('claim', () => {
    test.each<[string, Partial<ProofResolution> | undefined, Partial<ActionClaim>, string, RegExp]>([
      ['of what was done', {}, { argumentsHash: hash }, 'verified', /did what is claimed/],
      ['of what was done in part', { status: 'partially_verified' }, {}, 'partially_verified', /not all of it/],
      ['of what was refused', { commitState: 'refused' }, {}, 'contradicted', /did not act: the call was refused/],
      ['of what nobody knows', { commitState: 'unknown', status: 'unverified' }, {}, 'contradicted', /nobody knows/],
      ['of a call that has not ended', undefined, {}, 'contradicted', /has not ended/],
      ['of another action', {}, { action: 'stripe.createCharge' }, 'contradicted', /the call was stripe.createRefund/],
      ['of other arguments', {}, { argumentsHash: 'b'.repeat(64) }, 'contradicted', /other arguments/],
      ['of a call of somebody else', {}, { actor: { ...actor, id: 'other' } }, 'contradicted', /made by executor_system billing/],
      ['of a call of another tenant', {}, { tenantId: 'rival' }, 'contradicted', /no call .* of this tenant/],
      ['of an unknown call', {}, { callId: 'nowhere' }, 'contradicted', /no call nowhere/],
      ['of nothing where nothing was done', { commitState: 'not_sent' }, { outcome: 'not_done' }, 'verified', /did not act/],
      ['of nothing where something was done', {}, { outcome: 'not_done' }, 'contradicted', /the vendor acted/],
      ['of nothing where it may have', { commitState: 'unknown' }, { outcome: 'not_done' }, 'contradicted', /may have acted/],
    ])('%s', async (name, resolved, more, status, reason) => {
      const reports: IncidentReport[] = []
      const { db, ledger } = await store.open({ incidents: { report: (incident) => void reports.push(incident) } })
      await ledger.open(proof(name))
      if (resolved) await ledger.resolve(resolution(name, resolved))
      const stated = claim(name, more)
      const verdict = await ledger.claim(stated)
      expect(verdict.status).toBe(status)
      expect(verdict.reason).toMatch(reason)
      expect(reports).toHaveLength(status === 'contradicted' ? 1 : 0)
      const kept = db.selectFrom('action_claims').selectAll().where('id', '=', stated.id)
      expect(await kept.where('tenant_id', '=', stated.tenantId).executeTakeFirst()).toMatchObject(verdict)
    })

    test('that is corrected replaces the one before', async () => {
      const { db, ledger } = await store.open({ incidents: { report: () => undefined } })
      await ledger.open(proof('corrected'))
      await ledger.resolve(resolution('corrected', { commitState: 'refused' }))
      expect(await ledger.claim(claim('corrected'))).toMatchObject({ status: 'contradicted' })
      expect(await ledger.claim(claim('corrected', { outcome: 'not_done' }))).toMatchObject({ status: 'verified' })
      const rows = await db.selectFrom('action_claims').select('status').where('call_id', '=', 'corrected').execute()
      expect(rows).toEqual([{ status: 'verified' }])
    })

    test('is not answered when its incident was not taken', async () => {
      const report = () => Promise.reject(new Error('incidents are away'))
      const { ledger } = await store.open({ incidents: { report } })
      await expect(ledger.claim(claim('untold'))).rejects.toThrow('incidents are away')
    })
  })

  test('leaves the audit chains as they are', async () => {
    const { db } = await store.open()
    expect(await verifyAuditStore(db)).toMatchObject({ intact: true, rows: 0 })
  })
})
