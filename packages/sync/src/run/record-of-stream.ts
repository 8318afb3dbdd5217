import type { Stream } from '@portico/core/streams'
import { type CompiledRecord, compileRecord, type Row } from '../record/compile-record.ts'

// A stream's definition never changes, and compiling its check takes longer than reading a page: a process that runs a stream
// every minute compiles it once. A definition that is no longer in use is not kept.
const compiled = new WeakMap<Stream, CompiledRecord>()

/** The check of a stream's records. */
export function recordOfStream(stream: Stream): CompiledRecord {
  const { cursor, log = false, primaryKey } = stream.definition
  if (log) return typedBySource
  const known = compiled.get(stream)
  if (known) return known
  const needed = [...primaryKey, ...(cursor ? [cursor.field.split('.')[0]!] : [])]
  const record = compileRecord(stream.schema, needed)
  compiled.set(stream, record)
  return record
}

/** A database's columns are typed, and its reader makes records of no other fields: there is nothing to check. */
const typedBySource: CompiledRecord = {
  check: () => undefined,
  isOnlyIncomplete: () => true,
  project: (value) => value as Row,
}
