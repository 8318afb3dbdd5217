import type { Actor, IncidentReport } from '@portico/core'
import { eventRelay, type SqlStore } from '@portico/governance'
import { expect, test } from 'vitest'
import { recordingSink } from '../outbox/recording-sink.ts'
import { onEveryStore } from '../store/every-store.ts'

const lina: Actor = { type: 'human', id: 'lina' }
const bot: Actor = { type: 'executor_system', id: 'bot' }
const report = (tenantId: string, more: Partial<IncidentReport> = {}): IncidentReport => ({
  tenantId,
  source: 'connector',
  kind: 'contract_violated',
  subject: 'github.createIssue',
  severity: 'V2',
  title: 'the vendor answers something else',
  at: '2026-11-24T08:00:00.000Z',
  ...more,
})

async function onlyId(store: SqlStore, tenantId: string): Promise<string> {
  const listed = await store.incidents.list({ tenantId })
  return listed.at(-1)!.id
}

async function eventsOf(store: SqlStore, tenantId: string): Promise<readonly { type: string; subject: string; data: unknown }[]> {
  const sink = recordingSink()
  await eventRelay({ outbox: store.events, sinks: [sink] }).drain(new AbortController().signal)
  return sink.events.filter(({ tenantid }) => tenantid === tenantId)
}

onEveryStore('incidents', (stores) => {
  test('what happens again is the same incident, counted, across instances and within a batch', async () => {
    const [one, other] = [await stores.open(), await stores.open()]
    const reports = Array.from({ length: 40 }, (_, index) => (index % 2 ? one : other).incidents.report(report('counted')))
    await Promise.all([...reports, one.incidents.report(report('counted', { subject: 'github.closeIssue' }))])
    const listed = await one.incidents.list({ tenantId: 'counted' })
    expect(new Map(listed.map(({ subject, occurrences }) => [subject, occurrences]))).toEqual(
      new Map([
        ['github.closeIssue', 1],
        ['github.createIssue', 40],
      ]),
    )
    const told = await eventsOf(one, 'counted')
    const counts = told.map(({ data }) => (data as { occurrences: number }).occurrences)
    // Of each the first, and then every power of ten that it passes: not forty events.
    expect(counts.length).toBeGreaterThanOrEqual(2)
    expect(counts.length).toBeLessThanOrEqual(4)
    expect(told.every(({ type }) => type === 'portico.incident.opened')).toBe(true)
  })

  test('each change says who and why, in the history and as an event', async () => {
    let now = Date.parse('2026-11-24T09:00:00Z')
    const store = await stores.open({ now: () => now })
    await store.incidents.report(report('changed'))
    const id = await onlyId(store, 'changed')
    const act = { tenantId: 'changed', id, by: lina }
    expect(await store.incidents.mitigate({ ...act, reason: 'rolled back' })).toMatchObject({ state: 'mitigated' })
    // It happened again: the mitigation did not hold.
    await store.incidents.report(report('changed'))
    expect(await store.incidents.find('changed', id)).toMatchObject({ incident: { state: 'open', occurrences: 2 } })
    const until = now + 3_600_000
    expect(await store.incidents.except({ ...act, reason: 'the vendor knows', until })).toMatchObject({
      state: 'excepted',
      exceptedUntil: until,
    })
    await store.incidents.report(report('changed'))
    expect(await store.incidents.list({ tenantId: 'changed', states: ['open'] })).toEqual([])
    now = until
    expect(await store.incidents.list({ tenantId: 'changed', states: ['open'] })).toMatchObject([
      { id, occurrences: 3, state: 'open' },
    ])
    expect(await store.incidents.list({ tenantId: 'changed', states: ['excepted'] })).toEqual([])
    await store.incidents.close({ ...act, reason: 'fixed' })
    await expect(store.incidents.mitigate({ ...act, reason: 'late' })).rejects.toMatchObject({ code: 'closed' })
    await store.incidents.report(report('changed'))
    expect(await store.incidents.list({ tenantId: 'changed' })).toMatchObject([{ occurrences: 1 }])
    expect((await store.incidents.find('changed', id))!.changes).toMatchObject([
      { change: 'mitigated', by: lina, reason: 'rolled back' },
      { change: 'excepted', by: lina, reason: 'the vendor knows', until },
      { change: 'closed', by: lina, reason: 'fixed', until: undefined },
    ])
    const told = (await eventsOf(store, 'changed')).filter(({ subject }) => subject === `incident/${id}`)
    expect(told.map(({ type }) => type.replace('portico.incident.', ''))).toEqual([
      'opened',
      'mitigated',
      'opened',
      'excepted',
      'closed',
    ])
  })

  test('an exception covers nothing graver than what it was given for', async () => {
    const store = await stores.open()
    await store.incidents.report(report('graver'))
    const id = await onlyId(store, 'graver')
    await store.incidents.except({ tenantId: 'graver', id, by: lina, reason: 'known', until: Date.now() + 3_600_000 })
    await store.incidents.report(report('graver', { severity: 'V3' }))
    expect(await store.incidents.list({ tenantId: 'graver', severity: 'V3' })).toMatchObject([{ state: 'open', severity: 'V3' }])
    // A lighter occurrence does not make it lighter.
    await store.incidents.report(report('graver', { severity: 'V1' }))
    expect((await store.incidents.find('graver', id))!.incident.severity).toBe('V3')
  })

  test.each([
    ['not_a_person', { by: bot }],
    ['past', { until: 1 }],
    ['no_reason', { reason: ' ' }],
    ['unknown', { id: 'nobody' }],
    ['unknown', { tenantId: 'another' }],
  ])('an exception that is %s is refused', async (code, more) => {
    const store = await stores.open()
    await store.incidents.report(report('refused'))
    const id = await onlyId(store, 'refused')
    const act = { tenantId: 'refused', id, by: lina, reason: 'known', until: Date.now() + 3_600_000 }
    await expect(store.incidents.except({ ...act, ...more })).rejects.toMatchObject({ code })
    expect((await store.incidents.find('refused', id))!.changes).toEqual([])
  })

  test('a V3 has no exception', async () => {
    const store = await stores.open()
    await store.incidents.report(report('stop ship', { severity: 'V3' }))
    const id = await onlyId(store, 'stop ship')
    const until = Date.now() + 3_600_000
    await expect(store.incidents.except({ tenantId: 'stop ship', id, by: lina, reason: 'known', until })).rejects.toMatchObject({
      code: 'not_exceptable',
    })
  })

  test('an incident that grew graver while a person decided gets no exception', async () => {
    const store = await stores.open()
    await store.incidents.report(report('grows', { severity: 'V1' }))
    const id = await onlyId(store, 'grows')
    const act = { tenantId: 'grows', id, by: lina, reason: 'known', until: Date.now() + 3_600_000 }
    const excepting = store.incidents.except(act)
    const [excepted] = await Promise.allSettled([excepting, store.incidents.report(report('grows', { severity: 'V3' }))])
    expect(excepted).toMatchObject({ status: 'rejected', reason: { code: 'not_exceptable' } })
    expect((await store.incidents.find('grows', id))!).toMatchObject({ incident: { severity: 'V3', state: 'open' }, changes: [] })
  })

  test('nobody reaches the incidents of another tenant', async () => {
    const store = await stores.open()
    await store.incidents.report(report('theirs'))
    const id = await onlyId(store, 'theirs')
    expect(await store.incidents.list({ tenantId: 'ours' })).toEqual([])
    expect(await store.incidents.find('ours', id)).toBeUndefined()
    const act = { tenantId: 'ours', id, by: lina, reason: 'mine now' }
    await expect(store.incidents.mitigate(act)).rejects.toMatchObject({ code: 'unknown' })
    await expect(store.incidents.close(act)).rejects.toMatchObject({ code: 'unknown' })
    // The same kind and subject of another tenant is another incident.
    await store.incidents.report(report('ours'))
    expect((await store.incidents.find('theirs', id))!.incident).toMatchObject({ state: 'open', occurrences: 1 })
  })

  test('contradictions of the ledger are incidents of the store', async () => {
    const store = await stores.open()
    const claim = {
      id: 'c1',
      tenantId: 'ledger',
      actor: { type: 'executor_system', id: 'agent' },
      callId: 'none',
      action: 'stripe.createRefund',
      outcome: 'done',
    } as const
    await store.ledger.claim(claim)
    expect(await store.incidents.list({ tenantId: 'ledger' })).toMatchObject([
      { source: 'ledger', kind: 'ledger_contradiction', severity: 'V3', subject: 'call/none' },
    ])
  })
})
