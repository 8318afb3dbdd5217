import { type CatalogEntry, catalogEntryOf, type Source, type Stream, type StreamDefinition } from '@portico/core/streams'
import { type CursorRules, cursorRules } from '../cursor/cursor-value.ts'
import type { LandingMode } from '../destination/destination.ts'
import { type Column, columnsOf } from '../record/columns.ts'
import type { CompiledRecord } from '../record/compile-record.ts'
import { SyncError } from '../sync-error.ts'
import { recordOfStream } from './record-of-stream.ts'
import { settingsOf } from './slices.ts'

/** A stream, with everything that a run needs worked out before anything is read. */
export interface StreamPlan {
  readonly name: string
  readonly entry: CatalogEntry
  readonly definition: StreamDefinition
  readonly columns: readonly Column[]
  readonly record: CompiledRecord
  readonly rules: CursorRules | undefined
  readonly mode: LandingMode
  /** Only new records are requested, once there is a state. */
  readonly incremental: boolean
  readonly deletes: 'hard' | 'soft'
  readonly schemaChanges: StreamDefinition['schemaChanges']
  /** The stream whose records are its slices. */
  readonly parent: StreamPlan | undefined
}

export interface PlanOptions {
  /** The sync owner's settings; each stream takes those that it states. */
  readonly settings?: Readonly<Record<string, unknown>>
  readonly mode?: LandingMode
  readonly deletes?: 'hard' | 'soft'
  readonly schemaChanges?: StreamDefinition['schemaChanges']
}

/**
 * Plans the named streams of a source. Throws a SyncError for a stream that it does not have, or settings that a stream refuses.
 */
export function planStreams(source: Source<object>, names: readonly string[], options: PlanOptions = {}): StreamPlan[] {
  const streams = source.streams as Readonly<Record<string, Stream>>
  const plan = (name: string): StreamPlan => {
    const entry = catalogEntryOf(source, name)
    if (!entry) {
      const known = Object.keys(streams).join(', ')
      throw new SyncError('unknown_stream', `${source.vendor.id} has no stream '${name}'; it has ${known}`, { stream: name })
    }
    const { definition } = streams[name]!
    const { cursor, log = false } = definition
    const tellsWhatIsNew = cursor?.since !== undefined || log
    const mode = options.mode ?? (tellsWhatIsNew ? 'append_dedup' : 'overwrite')
    if (log && mode === 'append') throw appended(name)
    settingsOf({ name, definition }, options.settings ?? {})
    return {
      name,
      entry,
      definition,
      columns: columnsOf(entry.schema),
      record: recordOfStream(streams[name]!),
      rules: cursor && cursorRules(cursor),
      mode,
      incremental: tellsWhatIsNew && mode !== 'overwrite',
      deletes: options.deletes ?? 'hard',
      schemaChanges: options.schemaChanges ?? definition.schemaChanges,
      parent: entry.parent === undefined ? undefined : plan(entry.parent),
    }
  }
  if (names.length === 0) throw new SyncError('invalid_options', 'streams: name at least one')
  return [...new Set(names)].map(plan)
}

/** Copying a table and following its log may deliver a row twice, which only a key can tell. */
function appended(name: string): SyncError {
  return new SyncError('invalid_options', `${name}: a table is merged by its key: state mode append_dedup or overwrite`, {
    stream: name,
  })
}
