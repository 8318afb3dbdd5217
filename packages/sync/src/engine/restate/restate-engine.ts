import { randomUUID } from 'node:crypto'
import { type Concurrency, concurrencyOf, type Engine, type SyncJob } from '../engine.ts'
import { nextTime } from '../next-time.ts'
import { defaultRetrying, defaultStep, type Retrying, type StepSize } from '../run-step.ts'
import { type RestateAddresses, RestateClient } from './restate-client.ts'
import { type RestateEndpoint, restateWorker } from './restate-worker.ts'
import { runOf, type RunRecord } from './run-record.ts'
import type { StartInput } from './run-object.ts'
import { type ScheduleEntry, type ScheduleInput, scheduleOf } from './schedule-object.ts'

export interface RestateEngineOptions extends RestateAddresses {
  readonly concurrency?: Concurrency
  readonly endpoint?: RestateEndpoint
  readonly step?: Partial<StepSize>
  /** How to retry a run whose failures may pass. Default: 5 tries, 1,000 ms before the second one. */
  readonly retrying?: Partial<Retrying>
}

/**
 * Runs and schedules in a Restate cluster, where they outlive any process and, with three nodes, any node. A pause or
 * cancellation takes effect when the current step ends.
 */
export function restateEngine(options: RestateEngineOptions): Engine {
  const { concurrency = {}, endpoint = {}, step, retrying } = options
  const client = new RestateClient(options)
  const onRun = <T>(id: string, handler: string, input?: unknown): Promise<T> => client.call<T>('PorticoRun', id, handler, input)
  return {
    kind: 'restate',
    async start(job, id = randomUUID()) {
      const lanes = lanesOf(concurrency, job)
      const input: StartInput = { job, schedule: null, lane: lanes[Math.floor(Math.random() * lanes.length)]! }
      await client.send('PorticoRun', id, 'start', input, id)
      return id
    },
    async run(id) {
      const [record] = await client.states<RunRecord>('PorticoRun', 'run', id)
      return record && runOf(record)
    },
    async runs({ tenantId, connector, limit = 50 } = {}) {
      const records = await client.states<RunRecord>('PorticoRun', 'run')
      return records
        .filter(({ job }) => (tenantId ?? job.tenantId) === job.tenantId && (connector ?? job.connector) === job.connector)
        .toSorted((one, other) => other.createdAt.localeCompare(one.createdAt))
        .slice(0, limit)
        .map(runOf)
    },
    pause: (id) => onRun(id, 'want', 'pause'),
    cancel: (id) => onRun(id, 'want', 'cancel'),
    resume: (id) => onRun(id, 'resume'),
    async setSchedules(schedules) {
      for (const schedule of schedules) nextTime(schedule, Date.now())
      const inputs = schedules.map((schedule): ScheduleInput => ({ ...schedule, lanes: lanesOf(concurrency, schedule.job) }))
      await client.call('PorticoSchedules', 'all', 'set', inputs)
    },
    async schedules() {
      const [entries = []] = await client.states<readonly ScheduleEntry[]>('PorticoSchedules', 'entries')
      return entries.map(scheduleOf)
    },
    work: ({ open }) =>
      restateWorker({ client, endpoint, open, step: { ...defaultStep, ...step }, retrying: { ...defaultRetrying, ...retrying } }),
    async close() {},
    async [Symbol.asyncDispose]() {},
  }
}

/** One lane for each run that may be active at once. */
function lanesOf(concurrency: Concurrency, { tenantId, connector }: SyncJob): string[] {
  return Array.from({ length: concurrencyOf(concurrency, connector) }, (_, lane) => JSON.stringify([tenantId, connector, lane]))
}
