import { memoryIncidents } from '@portico/core'
import { eventRelay, EventSinkError, type RelayOptions, type SqlStore } from '@portico/governance'
import { expect, test } from 'vitest'
import { onEveryStore } from '../store/every-store.ts'
import { published } from './published.ts'
import { recordingSink } from './recording-sink.ts'

onEveryStore('a sink that misbehaves', (stores) => {
  const drain = async (store: SqlStore, sink: RelayOptions['sinks'][number], more: Partial<RelayOptions> = {}) =>
    eventRelay({ outbox: store.events, sinks: [sink], ...more }).drain(new AbortController().signal)

  test('by never answering and not listening to its signal holds up neither others nor the end of the relay', async () => {
    const store = await stores.open()
    for (const id of ['hangs', 'next']) await store.events.publish(published(id, { subject: id }))
    const sink = recordingSink(({ id }) => (id === 'hangs' ? new Promise<void>(() => undefined) : undefined))
    const reasons: string[] = []
    const report = await drain(store, sink, {
      leaseMs: 200,
      concurrency: 1,
      pollMs: 10,
      onFailure: ({ reason }) => reasons.push(reason),
    })
    // On a busy machine it is due again before the relay has ended.
    expect(report).toEqual({ delivered: 1, failed: reasons.length, dead: 0 })
    expect(new Set(reasons)).toEqual(new Set(['no answer within 100 ms']))
    expect(await store.events.backlog()).toMatchObject([{ events: 1 }])
    await store.db.deleteFrom('outbox').execute()
    await store.db.deleteFrom('outbox_leases').execute()
  })

  test('by being away for long is an incident of the tenant whose events wait, and of nobody else', async () => {
    let now = 5_000_000
    const store = await stores.open({ now: () => now })
    await store.events.publish(published('waits', { tenantId: 'waiting', subject: 'away/1' }))
    const incidents = memoryIncidents()
    const clock = { now: () => now, random: () => 1, wait: () => new Promise<void>((resolve) => setImmediate(resolve)) }
    const sink = recordingSink(() => {
      throw new EventSinkError('unavailable', 'https://events.acme.example answered 404')
    })
    for (; now < 5_000_000 + 880_000; now += 20_000) await drain(store, sink, { incidents, clock })
    expect(incidents.reports).toEqual([])
    for (; now < 5_000_000 + 1_300_000; now += 20_000) await drain(store, sink, { incidents, clock })
    expect(incidents.reports.length).toBeGreaterThan(0)
    expect(incidents.reports[0]).toMatchObject({
      tenantId: 'waiting',
      kind: 'sink_unavailable',
      subject: 'default',
      severity: 'V1',
    })
    expect(new Set(incidents.reports.map(({ tenantId }) => tenantId))).toEqual(new Set(['waiting']))
    await store.db.deleteFrom('outbox').execute()
    await store.db.deleteFrom('outbox_leases').execute()
  })

  test('by a reason that no column takes has its event among the dead letters all the same', async () => {
    const store = await stores.open()
    for (const id of ['poison', 'next']) await store.events.publish(published(id, { subject: 'hostile' }))
    const sink = recordingSink(({ id }) => {
      if (id === 'poison') throw new EventSinkError('refused', 'answered \u0000 and \u001B[2J')
    })
    expect(await drain(store, sink)).toEqual({ delivered: 1, failed: 0, dead: 1 })
    expect(await store.deadLetters.list({ tenantId: 'acme' })).toMatchObject([{ eventId: 'poison' }])
  })
})
