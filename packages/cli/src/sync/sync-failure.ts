import type { Severity } from '@portico/core'
import type { ReportedError, RunReport, SyncError, SyncErrorCode } from '@portico/sync'
import { type ExitCode, exitCode } from '../exit-code.ts'
import { Mistake } from '../mistake.ts'
import { oneLine } from '../terminal/text.ts'

// The data plane brands its errors with this symbol; importing it here would load it for every command.
const syncBrand = Symbol.for('portico.sync-error')

const unmoved = 'the state has not moved'
const goesOn = 'the next run continues from what has landed'
const hints: Partial<Record<SyncErrorCode, string>> = {
  unknown_stream: 'name one of those with --streams',
  invalid_options: 'fix it with --settings, or with the option that it names; nothing was read',
  state_version: unmoved,
  schema_frozen: unmoved,
  dataset_taken: 'name another one with --dataset',
  destination_unavailable: `once it can be written, ${goesOn}`,
  destination_refused: goesOn,
  missing_primary_key: 'state a primaryKey that every record has; the state has not moved past it',
  source_unfit: 'nothing was read',
  source_unavailable: goesOn,
  engine_unavailable: 'check sync.engine; what has landed stays, and started runs continue',
  state_moved: 'wait until the other run has ended',
}

/** A failed stream, for people: where, why, and what came of it. */
export function failureLine(stream: string, { code, message }: ReportedError): string {
  const named = message.startsWith(`${stream}: `) ? message : `${stream}: ${message}`
  const hint = Object.hasOwn(hints, code) ? `; ${hints[code as SyncErrorCode]}` : ''
  return oneLine(`${named}${hint} (${code})`)
}

/** What the data plane refuses is for the person to fix; anything else is a bug, or the vendor's. */
export function mistakeOfSync(error: unknown): unknown {
  if (!(error instanceof Error) || !(syncBrand in error)) return error
  const { code, message } = error as unknown as SyncError
  return new Mistake('input', fieldOf(code), message, hints[code] ?? 'the state has not moved', error)
}

function fieldOf(code: SyncErrorCode): string {
  if (code === 'unknown_stream') return '--streams'
  if (code.startsWith('destination') || code === 'dataset_taken') return '--to'
  if (code === 'engine_unavailable') return 'sync.engine'
  return code.startsWith('source') ? 'source' : 'sync'
}

const mistakes: ReadonlySet<string> = new Set([
  'state_version',
  'schema_frozen',
  'dataset_taken',
  'invalid_options',
  'destination_unavailable',
  'destination_refused',
  'source_unfit',
  'position_lost',
  'unauthenticated',
  'host_not_allowed',
  'invalid_input',
])

const codeOfSeverity: Readonly<Record<Severity, ExitCode>> = {
  V0: exitCode.refused,
  V1: exitCode.refused,
  V2: exitCode.blocked,
  V3: exitCode.stopShip,
}

/** A run's exit code: of its gravest failed checkpoint, or of its first failed stream. */
export function exitCodeOfRun({ status, streams }: RunReport): ExitCode {
  if (status === 'succeeded') return exitCode.ok
  if (status === 'cancelled') return exitCode.interrupted
  const failed = streams.filter((stream) => stream.status === 'failed')
  const gravest = failed
    .filter(({ error }) => error!.code === 'checkpoint_failed')
    .toSorted((one, other) => (one.error!.severity ?? '').localeCompare(other.error!.severity ?? ''))
    .at(-1)
  const { error } = gravest ?? failed[0]!
  if (error!.code === 'internal') return exitCode.internal
  if (error!.code === 'checkpoint_failed') return codeOfSeverity[error!.severity ?? 'V1']
  if (mistakes.has(error!.code)) return exitCode.usage
  return error!.retryable ? exitCode.tryLater : exitCode.refused
}
