import { SyncError } from '../sync-error.ts'
import { stateVersion } from './stream-state.ts'

type State = Readonly<Record<string, unknown>>

/** Migrates states between two versions. `up` loses nothing; `down` leaves out what the older version can't express. */
interface StateMigration {
  /** From this version to the next. */
  readonly from: number
  readonly up: (state: State) => State
  readonly down: (state: State) => State
}

/**
 * Version 1 is the plainest state a sync can keep, `{ "cursor": … }`, for states that are written by hand or taken over from
 * another tool. It has no open pass, so it starts a new one from its cursor.
 */
const migrations: readonly StateMigration[] = [
  {
    from: 1,
    up: (state) => ({
      generation: 0,
      cursorField: null,
      position: null,
      pass: null,
      lastPass: null,
      completedAt: null,
      ...state,
      cursor: state['cursor'] ?? null,
    }),
    down: ({ cursor }) => ({ cursor: cursor ?? null }),
  },
]

/** Converts a state to another version. Throws a SyncError for a version that this package does not know. */
export function migrateState(state: unknown, to: number = stateVersion): Record<string, unknown> {
  if (typeof state !== 'object' || state === null) throw new SyncError('state_version', 'is not an object: restore it')
  let at = { ...state } as Record<string, unknown>
  const version = at['version']
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1 || version > stateVersion) {
    throw new SyncError(
      'state_version',
      `is of version ${String(version)}, but this Portico reads 1 to ${stateVersion}: use at least the version that wrote it`,
    )
  }
  if (!Number.isInteger(to) || to < 1 || to > stateVersion) {
    throw new SyncError('state_version', `there is no state of version ${to}: write 1 to ${stateVersion}`)
  }
  for (let from = version; from < to; from++) at = { ...migrations[from - 1]!.up(at), version: from + 1 }
  for (let from = version; from > to; from--) at = { ...migrations[from - 2]!.down(at), version: from - 1 }
  return at
}
