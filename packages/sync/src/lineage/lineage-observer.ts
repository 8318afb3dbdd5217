import { hash } from 'node:crypto'
import { tableName } from '../destination/destination.ts'
import type { SyncObserver } from '../run/observer.ts'
import type { StreamReport } from '../run/report.ts'
import type { SourceReader } from '../source/source-reader.ts'
import { streamDataset } from './dataset-names.ts'
import type { Lineage, LineageRun } from './lineage.ts'
import type { DatasetName } from './run-event.ts'
import type { Assertion, SyncProgress, SyncRun } from './sync-run.ts'

export interface LineageObserverOptions {
  readonly source: Pick<SourceReader, 'source' | 'dataset'>
  /** Maps a table of the destination to its dataset: `(table) => duckdbDataset(path, `${dataset}.${table}`)`. */
  readonly output: (table: string) => DatasetName
  readonly nominal?: SyncRun['nominal']
  /** Minimum milliseconds between two RUNNING events of a stream. Default: 60,000. */
  readonly everyMs?: number
  /** Epoch milliseconds (default: the system clock). */
  readonly now?: () => number
}

/** Reports the lineage of a sync's streams. The sync is their parent run. */
export function lineageObserver(lineage: Lineage, options: LineageObserverOptions): SyncObserver {
  const { source, output, nominal, everyMs = 60_000, now = () => Date.now() } = options
  const runs = new Map<string, { readonly told: LineageRun; lastAt: number }>()
  return {
    async streamStarted({ name, entry, mode }, { runId, tenantId, connector, continued }) {
      const earlier = continued.get(name)
      const goesOn = earlier !== undefined && earlier.error === undefined
      const told = lineage.run({
        runId: runIdOf(runId, name, goesOn ? earlier.tries : (earlier?.tries ?? 0) + 1),
        tenantId,
        stream: entry,
        input: source.dataset?.(name) ?? streamDataset(source.source.vendor, name),
        output: output(tableName(name)),
        overwrites: mode === 'overwrite',
        parent: { runId, job: connector },
        ...(nominal && { nominal }),
      })
      runs.set(name, { told, lastAt: Number.NEGATIVE_INFINITY })
      if (goesOn) await told.resume()
      else await told.start()
    },
    async landed({ name }, _batch, report) {
      const run = runs.get(name)!
      const at = now()
      if (at - run.lastAt < everyMs) return
      run.lastAt = at
      await run.told.running(progressOf(report))
    },
    async streamEnded({ name }, report) {
      const { told } = runs.get(name)!
      runs.delete(name)
      const progress = progressOf(report)
      const { assertions } = report
      if (report.status === 'succeeded') await told.complete(progress, [schemaAdherence(report), ...assertions])
      else if (report.status === 'paused') await told.running(progress)
      else if (report.status === 'cancelled') await told.abort(progress)
      else await told.fail(report.error?.message ?? 'it failed without a message', progress, assertions)
    },
  }
}

/**
 * The run id of one attempt at a stream of a sync, the same in whichever process it continues: a UUID (version 8) derived from
 * all three. A failed attempt has ended its run, and OpenLineage wants one START and one of COMPLETE, ABORT and FAIL per run
 * (2-0-2, RunEvent.eventType), so the next attempt is another run of the same parent.
 */
function runIdOf(runId: string, stream: string, tries: number): string {
  const hex = hash('sha256', `${runId} ${stream} ${tries}`)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

function progressOf({ read, bytes, landed }: StreamReport): SyncProgress {
  return { rowsRead: read, bytesRead: bytes, rowsLanded: landed }
}

/** The reader's own finding: every record is checked as it is read. */
function schemaAdherence({ read, misfits }: StreamReport): Assertion {
  const wrong = misfits.discarded + misfits.evolved
  return {
    assertion: 'schema_adherence',
    name: 'records are as the stream promises',
    success: wrong === 0,
    severity: 'warn',
    expected: '0',
    actual: String(wrong),
    description: misfits.first ?? `all of ${read} records`,
  }
}
