import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SyncError } from '@portico/sync'
import { type Engine, type EngineRun, hasEnded, type OpenJob, type SyncJob, type Worker } from '@portico/sync/engine'
import { postgresDestination } from '@portico/sync/postgres'
import { testPostgres } from '@portico/tools/postgres'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { deskSource } from '../fixture/desk-source.ts'
import { type DeskVendor, deskVendor, ticket } from '../fixture/desk-vendor.ts'

export interface Place {
  readonly engine: Engine
  /** Ends the engine and what it stands on. */
  close(): Promise<void>
}

/** What every engine keeps, whatever it is made of. Steps are of one page, and a connector has one run at a time. */
export function engineContract(openPlace: (folder: string) => Promise<Place>): void {
  let folder: string
  let place: Place
  let reader: pg.Client
  let vendor: DeskVendor
  let engine: Engine
  const workers: Worker[] = []
  let tests = 0
  let refusals: string[] = []
  const prefix = `e${randomUUID().slice(0, 8)}_`
  const datasets = new Set<string>()

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'portico-engine-'))
    reader = new pg.Client({ connectionString: await testPostgres() })
    await reader.connect()
    place = await openPlace(folder)
    engine = place.engine
  })
  beforeEach(async () => {
    tests++
    vendor = await deskVendor()
    vendor.pageSize = 8
  })
  afterEach(async () => {
    for (const worker of workers.splice(0)) await worker[Symbol.asyncDispose]()
    await vendor.close()
  })
  afterAll(async () => {
    await place.close()
    for (const dataset of datasets) await reader.query(`DROP SCHEMA IF EXISTS ${dataset} CASCADE`)
    await reader.end()
    await rm(folder, { recursive: true, force: true })
  })

  const open: OpenJob = async ({ tenantId, dataset }) => {
    datasets.add(dataset)
    const refusal = refusals.shift()
    if (refusal) throw new SyncError(refusal as SyncError['code'], 'it is not there now')
    const source = deskSource(vendor.origin, tenantId)
    const destination = await postgresDestination({ url: await testPostgres(), dataset })
    return {
      source,
      destination,
      async close() {
        await source.close()
        await destination.close()
      },
    }
  }
  /** Each test has a tenant of its own, so that runs of another one are not in its way. */
  const job = (more: Partial<SyncJob> = {}): SyncJob => {
    const tenantId = more.tenantId ?? `tenant${tests}`
    return {
      connector: 'desk',
      tenantId,
      account: 'default',
      streams: ['tickets'],
      to: 'postgres://db/test',
      dataset: prefix + tenantId,
      ...more,
    }
  }
  const work = async (): Promise<void> => void workers.push(await engine.work({ open }))
  const until = async (id: string, holds: (run: EngineRun) => boolean): Promise<EngineRun> => {
    for (;;) {
      const run = await engine.run(id)
      if (run && holds(run)) return run
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
  const ended = (id: string): Promise<EngineRun> => until(id, ({ state }) => hasEnded(state))
  const landed = async (dataset: string): Promise<unknown[]> => {
    const { rows } = await reader.query({
      text: `SELECT count(*)::int, count(DISTINCT id)::int FROM ${dataset}.tickets`,
      rowMode: 'array',
    })
    return rows[0] as unknown[]
  }
  /** Holds the answers from the nth page on, until the returned function lets them go. */
  const holdFrom = (page: number): (() => void) => {
    let held: (() => void)[] = []
    let holds = true
    vendor.hold = () => (holds && vendor.asked.length >= page ? new Promise<void>((resolve) => held.push(resolve)) : undefined)
    return () => {
      holds = false
      for (const go of held) go()
      held = []
    }
  }
  const tickets = (count: number): void =>
    void vendor.tickets.push(...Array.from({ length: count }, (_, index) => ticket(index + 1)))

  test('a run is done in steps, and its report counts all of them', async () => {
    tickets(22)
    await work()
    const id = await engine.start(job({ streams: ['tickets', 'queues'] }))
    const run = await ended(id)
    expect(run).toMatchObject({ state: 'succeeded', error: undefined, report: { runId: id, status: 'succeeded' } })
    expect(run.steps).toBeGreaterThanOrEqual(2)
    expect(run.report!.streams).toMatchObject([
      { stream: 'tickets', status: 'succeeded' },
      { stream: 'queues', landed: 1, pages: 1 },
    ])
    // Each step reads the stamp again that the one before ended with.
    expect(run.report!.streams[0]!.landed).toBeGreaterThanOrEqual(22)
    expect(await landed(job().dataset)).toEqual([22, 22])
    // Its journal has counts and cursors, and nothing of a record.
    expect(JSON.stringify(run)).not.toMatch(/Ticket 7|desk-secret-token/)
    expect(await engine.runs({ tenantId: job().tenantId })).toMatchObject([{ id, state: 'succeeded' }])
    expect(await engine.runs({ tenantId: 'nobody' })).toEqual([])
    expect(await engine.run('0190e1a2-0000-4000-8000-000000000000')).toBeUndefined()
  })

  test('a run ends even if more records share a timestamp than a step reads', async () => {
    vendor.tickets.push(...Array.from({ length: 17 }, (_, index) => ticket(index + 1, { updated_at: '2026-02-01T00:00:00Z' })))
    await work()
    const id = await engine.start(job())
    expect(await ended(id)).toMatchObject({ state: 'succeeded', report: { streams: [{ status: 'succeeded' }] } })
    expect(await landed(job().dataset)).toEqual([17, 17])
  })

  test('a paused run resumes where it was left, and a finished one can’t be paused', async () => {
    tickets(30)
    const release = holdFrom(3)
    await work()
    const id = await engine.start(job())
    await until(id, ({ state, steps }) => state === 'running' && steps >= 1)
    expect(await engine.pause(id)).toBe(true)
    release()
    const paused = await until(id, ({ state }) => state === 'paused')
    const { read } = paused.report!.streams[0]!
    expect(read).toBeLessThan(30)
    expect(await engine.resume(id)).toBe(true)
    expect(await ended(id)).toMatchObject({ state: 'succeeded' })
    expect(await landed(job().dataset)).toEqual([30, 30])
    expect(await engine.pause(id)).toBe(false)
    expect(await engine.resume(id)).toBe(false)
  })

  test('a cancelled run keeps what has landed; a queued run is cancelled at once', async () => {
    tickets(30)
    const release = holdFrom(3)
    await work()
    const id = await engine.start(job())
    await until(id, ({ steps }) => steps >= 1)
    const waiting = await engine.start(job())
    await until(waiting, ({ state }) => state === 'queued')
    // A connector has one run at a time for a tenant.
    expect(await engine.run(waiting)).toMatchObject({ state: 'queued', attempt: 0 })
    expect([await engine.cancel(waiting), await engine.cancel(id)]).toEqual([true, true])
    release()
    expect(await ended(id)).toMatchObject({ state: 'cancelled' })
    expect(await engine.run(waiting)).toMatchObject({ state: 'cancelled', attempt: 0 })
    expect(await engine.cancel(id)).toBe(false)
    const [count] = await landed(job().dataset)
    expect(count).toBeGreaterThan(0)
    expect(count).toBeLessThan(30)
  })

  test('tenants do not wait for each other', async () => {
    tickets(10)
    const release = holdFrom(1)
    await work()
    const ids = await Promise.all(['one', 'other'].map((name) => engine.start(job({ tenantId: `${name}${tests}` }))))
    await Promise.all(ids.map((id) => until(id, ({ state }) => state === 'running')))
    release()
    for (const id of ids) expect(await ended(id)).toMatchObject({ state: 'succeeded' })
  })

  test('a vendor’s permanent refusal fails the run and is reported; an unknown stream fails before anything is read', async () => {
    vendor.fault = (_, response) => {
      response.writeHead(403).end('{}')
      return true
    }
    await work()
    const refused = await engine.start(job())
    const unknown = await engine.start(job({ streams: ['tickts'], tenantId: `other${tests}` }))
    expect(await ended(refused)).toMatchObject({
      state: 'failed',
      report: { streams: [{ status: 'failed', error: { code: 'forbidden' } }] },
    })
    expect(await ended(unknown)).toMatchObject({
      state: 'failed',
      error: expect.stringContaining("no stream 'tickts'") as string,
    })
    // Mended, it goes on.
    vendor.fault = undefined
    tickets(3)
    expect(await engine.resume(refused)).toBe(true)
    expect(await ended(refused)).toMatchObject({ state: 'succeeded' })
  })

  test('a run whose source or destination can’t be opened is retried', async () => {
    tickets(3)
    refusals = ['source_unavailable', 'destination_unavailable']
    await work()
    expect(await ended(await engine.start(job()))).toMatchObject({ state: 'succeeded' })
    refusals = ['source_unfit']
    const unfit = await ended(await engine.start(job()))
    expect(unfit).toMatchObject({ state: 'failed', error: expect.stringContaining('not there now') as string })
  })

  test('a worker that stops leaves its run to another one, and nothing lands twice', async () => {
    tickets(30)
    const release = holdFrom(3)
    await work()
    const id = await engine.start(job())
    await until(id, ({ steps }) => steps >= 1)
    const closing = workers.pop()!.close()
    release()
    await closing
    await work()
    expect(await ended(id)).toMatchObject({ state: 'succeeded', report: { streams: [{ status: 'succeeded' }] } })
    expect(await landed(job().dataset)).toEqual([30, 30])
  })

  test('a schedule starts a run when its time comes', async () => {
    tickets(3)
    const schedule = { name: 'often', cron: '* * * * * *', job: job() }
    await work()
    await engine.setSchedules([schedule])
    const [status] = await engine.schedules()
    expect(status).toMatchObject(schedule)
    expect(Date.parse(status!.nextAt)).toBeGreaterThan(Date.now() - 1_000)
    let run: EngineRun | undefined
    while (!run) {
      await new Promise((resolve) => setTimeout(resolve, 50))
      run = (await engine.runs({ tenantId: job().tenantId })).find(({ schedule: name }) => name === 'often')
    }
    expect(await ended(run.id)).toMatchObject({ state: 'succeeded' })
    await expect(engine.setSchedules([{ ...schedule, cron: 'now and then' }])).rejects.toMatchObject({
      code: 'invalid_options',
      message: expect.stringContaining('schedule often') as string,
    })
    await engine.setSchedules([])
    expect(await engine.schedules()).toEqual([])
  })
}
