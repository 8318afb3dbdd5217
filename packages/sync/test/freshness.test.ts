import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { IncidentReport } from '@portico/core'
import { type Destination, type RunReport, type RunStart, type StreamPlan, sync } from '@portico/sync'
import { jsonlDestination } from '@portico/sync/files'
import { type FreshAgain, type Freshness, freshnessIn, metricsObserver, watchFreshness } from '@portico/sync/freshness'
import { expect, test } from 'vitest'
import { deskSource } from './fixture/desk-source.ts'
import { deskVendor, ticket } from './fixture/desk-vendor.ts'

test('a throwing telemetry hook fails no sync, and suppresses no incident', async () => {
  const vendor = await deskVendor()
  const folder = await mkdtemp(join(tmpdir(), 'portico-freshness-'))
  const source = deskSource(vendor.origin)
  const destination = await jsonlDestination({ folder, dataset: 'desk' })
  const reported: IncidentReport[] = []
  const boom = () => {
    throw new Error('the exporter failed')
  }
  const incidents = { report: (incident: IncidentReport) => void reported.push(incident) }
  const now = () => Date.now() + 2 * 3_600_000
  const observer = metricsObserver({ source, destination, telemetry: { measure: boom }, incidents, now })
  try {
    vendor.tickets.push(ticket(1))
    const report = await sync({ source, destination, streams: ['tickets'], observers: [observer] })
    expect(report.status).toBe('succeeded')
    expect(reported).toMatchObject([{ kind: 'stream_stale' }])
  } finally {
    await source.close()
    await destination.close()
    await vendor.close()
    await rm(folder, { recursive: true })
  }
})

test('a sync measures what it moved, and a stream older than promised opens an incident', async () => {
  const vendor = await deskVendor()
  const folder = await mkdtemp(join(tmpdir(), 'portico-freshness-'))
  const source = deskSource(vendor.origin)
  const destination = await jsonlDestination({ folder, dataset: 'desk' })
  const measured: [string, number, unknown][] = []
  const reported: IncidentReport[] = []
  const again: FreshAgain[] = []
  let later = 0
  const observer = metricsObserver({
    source,
    destination,
    telemetry: { measure: (metric, value, attributes) => void measured.push([metric, value, attributes]) },
    incidents: { report: (incident) => void reported.push(incident) },
    freshAgain: async (fresh) => void again.push(fresh),
    now: () => Date.now() + later,
  })
  try {
    vendor.tickets.push(ticket(1), ticket(2))
    await sync({ source, destination, streams: ['tickets'], observers: [observer] })
    const place = { 'portico.connector': 'desk', 'portico.destination': 'jsonl' }
    const ofStream = { ...place, 'portico.stream': 'tickets' }
    const of = (metric: string) =>
      measured.filter(([name]) => name === metric).map(([, value, attributes]) => [value, attributes])
    expect(of('portico.sync.rows')).toEqual([[2, ofStream]])
    expect(of('portico.sync.runs')).toEqual([[1, { ...place, 'portico.outcome': 'succeeded' }]])
    expect(of('portico.sync.duration')).toHaveLength(1)
    const [[bytes]] = of('portico.sync.bytes') as [[number]]
    expect(bytes).toBeGreaterThan(100)
    expect(of('portico.stream.freshness')).toEqual([[expect.any(Number), ofStream]])
    expect([of('portico.stream.sla_misses'), reported]).toEqual([[], []])

    // The vendor refuses for two hours, and the stream promises one.
    later = 2 * 3_600_000
    vendor.fault = (_, response) => {
      response.writeHead(403).end('{}')
      return true
    }
    await sync({ source, destination, streams: ['tickets'], observers: [observer] })
    expect(of('portico.stream.sla_misses')).toEqual([[1, ofStream]])
    expect(reported).toMatchObject([
      {
        tenantId: 'acme',
        source: 'workflow',
        kind: 'stream_stale',
        subject: `desk.tickets in jsonl:${folder} ${join(folder, 'desk/tickets')}`,
        severity: 'V1',
        title: 'desk.tickets is older than the 1 h that it promises',
      },
    ])
    const { subject } = reported[0]!
    // Read again, it is as fresh as the last reading's start; what was told of the incident is who mitigates it.
    later = 0
    vendor.fault = (_, response) => {
      response.writeHead(200, { deprecation: '@1790812800', sunset: 'Fri, 01 Jan 2027 00:00:00 GMT' })
      response.end('{"data":[],"next":null}')
      return true
    }
    const { streams } = await sync({ source, destination, streams: ['tickets'], observers: [observer] })
    const ending = 'the vendor deprecates what it calls as of 2026-10-01 and ends it on 2027-01-01'
    expect(streams[0]!.ending).toBe(ending)
    expect(reported.slice(1)).toMatchObject([
      { kind: 'stream_ending', source: 'connector', severity: 'V0', subject: 'desk.tickets', title: `desk.tickets: ${ending}` },
    ])
    expect(again).toMatchObject([
      { kind: 'stream_stale', subject },
      { kind: 'stream_stale', subject, reason: expect.stringMatching(/^desk\.tickets is fresh again, as of 20/) as unknown },
    ])
    const first = {
      stream: 'tickets',
      owner: { connector: 'desk' },
      table: 't',
      state: { completedAt: null, pass: { startedAt: '2026-11-28T00:00:00Z' } },
    }
    const reading = { ...destination, status: async () => [first] } as unknown as Destination
    const at = (time: string) => freshnessIn(reading, source.source, Date.parse(time))
    expect([...(await at('2026-11-28T00:59:00Z')), ...(await at('2026-11-28T01:01:00Z'))]).toMatchObject([
      { ageMs: undefined, isStale: false },
      { ageMs: undefined, isStale: true },
    ])
    expect(await freshnessIn(destination, source.source, Date.now())).toMatchObject([
      { stream: 'tickets', owner: 'Support', isStale: false },
    ])
  } finally {
    await source.close()
    await destination.close()
    await vendor.close()
    await rm(folder, { recursive: true })
  }
})

test('a run in steps is measured once, whichever process does them, and other observers hear of one that can’t be measured', async () => {
  const vendor = await deskVendor()
  const folder = await mkdtemp(join(tmpdir(), 'portico-freshness-'))
  const source = deskSource(vendor.origin)
  const destination = await jsonlDestination({ folder, dataset: 'desk' })
  const measured: Record<string, number> = {}
  const telemetry = {
    measure: (metric: string, value: number) => {
      measured[metric] = (measured[metric] ?? 0) + value
    },
  }
  vendor.pageSize = 1
  vendor.tickets.push(ticket(1), ticket(2), ticket(3))
  try {
    let report: RunReport | undefined
    let steps = 0
    do {
      const observers = [metricsObserver({ source, destination, telemetry })]
      const more = report && { continues: report }
      report = await sync({ source, destination, streams: ['tickets'], observers, pauseWhen: () => true, ...more })
      steps++
    } while (report.status === 'paused')
    const [stream] = report.streams
    expect(steps).toBeGreaterThan(2)
    expect(measured).toMatchObject({ 'portico.sync.bytes': stream!.bytes, 'portico.sync.rows': stream!.landed })

    const evolved = { change: 'added', column: 'colour', to: 'text', outcome: 'evolved' } as const
    const start = { continued: new Map([['tickets', { ...stream!, schemaChanges: [evolved] }]]) } as unknown as RunStart
    const plan = { name: 'tickets' } as StreamPlan
    const observer = metricsObserver({ source, destination, telemetry })
    await observer.streamStarted!(plan, start)
    await observer.streamEnded!(plan, { ...stream!, schemaChanges: [evolved, evolved] }, start)
    expect([measured['portico.sync.schema_changes'], measured['portico.sync.bytes']]).toEqual([1, stream!.bytes])

    const told: string[] = []
    const broken = (reason: string) => ({ runEnded: () => Promise.reject(new Error(reason)) })
    const observers = [broken('one'), { runEnded: ({ status }: RunReport) => void told.push(status) }, broken('other')]
    await expect(sync({ source, destination, streams: ['tickets'], observers })).rejects.toMatchObject({
      errors: [{ message: 'one' }, { message: 'other' }],
    })
    expect(told).toEqual(['succeeded'])
  } finally {
    await source.close()
    await destination.close()
    await vendor.close()
    await rm(folder, { recursive: true })
  }
})

test('a stream that becomes stale while nothing runs is reported once, as is its return to fresh; no check comes before one is due', async () => {
  const minute = 60_000
  const ended = new AbortController()
  let now = 0
  let asOf = 0
  const looked: number[] = []
  const told: unknown[] = []
  const troubles: unknown[] = []
  await watchFreshness({
    async look() {
      const at = now / minute
      looked.push(at)
      if (at === 91) throw new Error('another process has it open')
      if (at === 94) asOf = 94 * minute
      if (at === 154) ended.abort(new Error('enough'))
      const ageMs = now - asOf
      const isStale = ageMs > 90 * minute
      const fresh = { owner: 'Support', severity: 'V1', place: 'here', asOf: '2026', promisedMs: 90 * minute } as const
      return [{ ...fresh, stream: 'tickets', ageMs, isStale }] satisfies readonly Freshness[]
    },
    tell: async (changed) => void told.push(...changed.map(({ isStale }) => [now / minute, isStale])),
    onTrouble: (error) => troubles.push(error),
    signal: ended.signal,
    clock: {
      now: () => now,
      async wait(ms) {
        now += Math.ceil(ms / minute) * minute
      },
    },
  })
  expect(looked).toEqual([0, 60, 91, 92, 93, 94, 154])
  expect(told).toEqual([
    [0, false],
    [92, true],
    [94, false],
  ])
  expect(troubles).toEqual([expect.objectContaining({ message: 'another process has it open' })])
})
