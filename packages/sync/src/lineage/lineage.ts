import { randomUUID } from 'node:crypto'
import { version } from '../version.ts'
import { facets, producer, runEventSchema } from './facet.ts'
import type { LineageTransport } from './lineage-transport.ts'
import type { RunEvent } from './run-event.ts'
import { syncDatasets } from './sync-datasets.ts'
import type { Assertion, SyncProgress, SyncRun } from './sync-run.ts'

/** Made by `createLineage`. */
export interface Lineage extends AsyncDisposable {
  /** A run that has not started. A run covers one stream. */
  run(run: SyncRun): LineageRun
  close(): Promise<void>
}

/**
 * The events of one run: `start`, any number of `running`, then `complete`, `abort` or `fail`, once. Each resolves when the
 * transport has the event; calling them out of order throws an Error.
 */
export interface LineageRun {
  readonly runId: string
  start(): Promise<void>
  /** Instead of `start`: the run had started before, perhaps elsewhere, and continues. */
  resume(): Promise<void>
  running(progress: SyncProgress): Promise<void>
  complete(progress: SyncProgress, assertions?: readonly Assertion[]): Promise<void>
  /** The run was stopped from outside: what was read so far has landed or will be read again. */
  abort(progress: SyncProgress): Promise<void>
  /** `message` is for people: no secrets and no records in it. */
  fail(message: string, progress?: SyncProgress, assertions?: readonly Assertion[]): Promise<void>
}

/** Where lineage is sent, and the namespace of its jobs. */
export interface LineageOptions {
  /** The namespace of jobs, one for each platform that runs syncs. The tenant is appended to it. */
  readonly namespace: string
  readonly transport: LineageTransport
  /** Epoch milliseconds (default: the system clock). */
  readonly now?: () => number
}

/** Reports where data came from and went to, as OpenLineage run events. */
export function createLineage({ namespace, transport, now = () => Date.now() }: LineageOptions): Lineage {
  return {
    run: (run) => lineageRun(run, { namespace, transport, now }),
    close: () => transport.close(),
    [Symbol.asyncDispose]: () => transport.close(),
  }
}

function lineageRun(run: SyncRun, { namespace, transport, now }: Required<LineageOptions>): LineageRun {
  const runId = run.runId ?? randomUUID()
  const datasets = syncDatasets(run)
  const { stream, parent, nominal } = run
  const job = {
    namespace: `${namespace}/${run.tenantId}`,
    name: `${run.input.name}->${run.output.name}`,
    facets: facets({
      jobType: { processingType: 'BATCH', integration: 'PORTICO', jobType: 'SYNC' },
      ownership: { owners: [{ name: `team:${stream.owner}`, type: 'MAINTAINER' }] },
    }),
  }
  let state: 'new' | 'started' | 'ended' = 'new'

  function move(from: typeof state, to: typeof state, event: RunEvent['eventType']): void {
    if (state !== from) throw new Error(`lineage of run ${runId}: ${event} can't follow, the run is ${state}`)
    state = to
  }

  async function tell(
    eventType: RunEvent['eventType'],
    told: { readonly progress?: SyncProgress | undefined; readonly assertions?: readonly Assertion[]; readonly error?: string },
  ): Promise<void> {
    const { progress, assertions = [], error } = told
    await transport.send({
      eventType,
      eventTime: new Date(now()).toISOString(),
      producer,
      schemaURL: runEventSchema,
      run: {
        runId,
        facets: facets({
          processing_engine: { version, name: 'portico' },
          parent: parent && { run: { runId: parent.runId }, job: { namespace: job.namespace, name: parent.job } },
          nominalTime: nominal && {
            nominalStartTime: nominal.start,
            ...(nominal.end === undefined ? {} : { nominalEndTime: nominal.end }),
          },
          errorMessage: error === undefined ? undefined : { message: error, programmingLanguage: 'TypeScript' },
        }),
      },
      job,
      ...datasets(progress, { completed: eventType === 'COMPLETE', assertions }),
    })
  }

  return {
    runId,
    async start() {
      move('new', 'started', 'START')
      await tell('START', {})
    },
    async resume() {
      move('new', 'started', 'RUNNING')
      await tell('RUNNING', {})
    },
    async running(progress) {
      move('started', 'started', 'RUNNING')
      await tell('RUNNING', { progress })
    },
    async complete(progress, assertions = []) {
      move('started', 'ended', 'COMPLETE')
      await tell('COMPLETE', { progress, assertions })
    },
    async abort(progress) {
      move('started', 'ended', 'ABORT')
      await tell('ABORT', { progress })
    },
    async fail(message, progress, assertions = []) {
      move('started', 'ended', 'FAIL')
      await tell('FAIL', { progress, assertions, error: message })
    },
  }
}
