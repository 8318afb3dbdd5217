import { planStreams, type RunReport, type RunStart, sync } from '@portico/sync'
import { duckdbDestination } from '@portico/sync/duckdb'
import { referenceDataAbsent } from '@portico/tools/reference-data'
import { createLineage, duckdbDataset, lineageObserver } from '@portico/sync/lineage'
import { expect, onTestFinished, test } from 'vitest'
import { resumed, runStep } from '../../src/engine/run-step.ts'
import { Leaving } from '../../src/run/leaving.ts'
import { duckdbOfFile } from '../fixture/duckdb-of-file.ts'
import { deskSource } from '../fixture/desk-source.ts'
import { deskVendor, ticket } from '../fixture/desk-vendor.ts'
import { officialProblems as validate } from './official-schemas.ts'
import { memoryLineage } from './tickets.ts'

const place = duckdbOfFile()
async function observed() {
  const vendor = await deskVendor()
  const { path, dataset } = place()
  const source = deskSource(vendor.origin)
  const destination = await duckdbDestination({ path, dataset })
  onTestFinished(async () => {
    await source.close()
    await destination.close()
    await vendor.close()
  })
  vendor.tickets.push(...Array.from({ length: 25 }, (_, index) => ticket(index + 1)))
  const transport = memoryLineage()
  const lineage = createLineage({ namespace: 'portico', transport })
  const observer = lineageObserver(lineage, { source, output: (table) => duckdbDataset(path, `desk.${table}`), everyMs: 0 })
  const run = (streams: readonly string[], signal?: AbortSignal) =>
    sync({ source, destination, streams, batch: { rows: 10 }, observers: [observer], ...(signal && { signal }) })
  return { vendor, run, job: { source, destination, observers: [observer], close: async () => {} }, events: transport.events }
}

const typesOf = (events: readonly { readonly eventType: string }[]) => events.map(({ eventType }) => eventType)

test('a sync reports for each stream, as a child of the sync, what it read and where it landed', async () => {
  const { run, events } = await observed()
  const report = await run(['tickets', 'allTickets'])
  expect(report.status).toBe('succeeded')
  const [tickets, all] = ['desk.tickets', 'desk.allTickets'].map((name) =>
    events.filter(({ inputs }) => inputs[0]!.name === name),
  )
  for (const told of [tickets!, all!]) {
    expect(typesOf(told).join(' ')).toMatch(/^START( RUNNING)+ COMPLETE$/)
    expect(new Set(told.map((event) => event.run.runId)).size).toBe(1)
    expect(told[0]!.run.facets['parent']).toMatchObject({ run: { runId: report.runId }, job: { name: 'desk' } })
  }
  const [end, replaced] = [tickets!.at(-1)!, all!.at(-1)!]
  expect(end.inputs[0]!.inputFacets).toMatchObject({
    inputStatistics: { rowCount: 25 },
    dataQualityAssertions: { assertions: [{ assertion: 'schema_adherence', success: true, actual: '0' }] },
  })
  expect(end.outputs[0]).toMatchObject({ name: 'desk.tickets', outputFacets: { outputStatistics: { rowCount: 25 } } })
  expect(end.outputs[0]!.facets).not.toHaveProperty('lifecycleStateChange')
  expect(replaced.outputs[0]).toMatchObject({
    name: 'desk.all_tickets',
    facets: { lifecycleStateChange: { lifecycleStateChange: 'OVERWRITE' } },
  })
})

test('a stream that fails says why, and one that is cancelled says that it was stopped', async () => {
  const { vendor, run, events } = await observed()
  vendor.fault = (_, response) => {
    response.writeHead(403).end('{}')
    return true
  }
  await run(['tickets'])
  expect(typesOf(events)).toEqual(['START', 'FAIL'])
  expect(events[1]!.run.facets['errorMessage']).toMatchObject({
    message: expect.stringContaining('desk.streams.tickets') as unknown,
  })
  await run(['tickets'], AbortSignal.abort())
  expect(typesOf(events).slice(2)).toEqual(['START', 'ABORT'])
})

test('a stream left to another process is not stopped: it continues as the same run', async () => {
  const { vendor, job, events } = await observed()
  const asked = { connector: 'desk', tenantId: 'acme', account: 'default', streams: ['tickets'], to: 'duckdb', dataset: 'desk' }
  const closing = new AbortController()
  vendor.fault = ({ query }) => {
    if (query['after'] !== undefined) closing.abort(new Leaving('this worker is stopping'))
    return false
  }
  const size = { pages: 1_000, ms: 0 }
  const left = await runStep(job, asked, { runId: 'a run', before: undefined, size, signal: closing.signal })
  expect(left).toMatchObject({ status: 'paused', streams: [{ status: 'paused', error: undefined, read: 10, landed: 10 }] })
  const report = await runStep(job, asked, { runId: 'a run', before: left, size, signal: new AbortController().signal })
  expect(report.status).toBe('succeeded')
  expect(new Set(events.map(({ run }) => run.runId)).size).toBe(1)
  expect(typesOf(events).join(' ')).toMatch(/^START( RUNNING)+ COMPLETE$/)
})

test('a retried stream is another run of the same sync, which continues across its steps', async () => {
  const { vendor, job, events } = await observed()
  const asked = { connector: 'desk', tenantId: 'acme', account: 'default', streams: ['tickets'], to: 'duckdb', dataset: 'desk' }
  const step = (before?: RunReport) =>
    runStep(job, asked, { runId: 'a run', before, size: { pages: 1, ms: 0 }, signal: new AbortController().signal })
  vendor.fault = (_, response) => {
    response.writeHead(403).end('{}')
    return true
  }
  let report = resumed(await step())
  vendor.fault = undefined
  while (report.status !== 'succeeded') report = await step(report)
  const runs = Map.groupBy(events, ({ run }) => run.runId)
  expect([...runs.values()].map((told) => typesOf(told).join(' '))).toEqual([
    'START FAIL',
    expect.stringMatching(/^START( RUNNING)+ COMPLETE$/),
  ])
  expect(new Set(events.map(({ run }) => JSON.stringify(run.facets['parent']))).size).toBe(1)
  expect(report.streams).toMatchObject([{ tries: 2, status: 'succeeded', error: undefined }])
})

test('a sync’s events match the official schemas, also when it fails', async (context) => {
  if (!validate) return context.skip(referenceDataAbsent('openlineage'))
  const { vendor, run, events } = await observed()
  await run(['tickets', 'allTickets'])
  vendor.fault = (_, response) => {
    response.writeHead(403).end('{}')
    return true
  }
  await run(['queuedTickets'])
  await run(['tickets'], AbortSignal.abort())
  expect(new Set(typesOf(events))).toEqual(new Set(['START', 'RUNNING', 'COMPLETE', 'FAIL', 'ABORT']))
  expect(events.flatMap(validate)).toEqual([])
})

test('a source that knows its own datasets names them', async () => {
  const transport = memoryLineage()
  const table = { namespace: 'postgres://db:5432', name: 'shop.public.orders' }
  const source = { source: deskSource('http://127.0.0.1:1').source, dataset: () => table }
  const output = (name: string) => duckdbDataset('/w.duckdb', name)
  const observer = lineageObserver(createLineage({ namespace: 'portico', transport }), { source, output })
  const [plan] = planStreams(source.source, ['tickets'])
  const start = { runId: 'r', tenantId: 'acme', connector: 'desk', continued: new Map() } as unknown as RunStart
  await observer.streamStarted!(plan!, start)
  expect(transport.events[0]).toMatchObject({ inputs: [table], job: { name: 'shop.public.orders->tickets' } })
})
