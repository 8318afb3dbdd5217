import { streamFaultChecks } from './fault-checks.ts'
import { emptyCheck, pageChecks } from './page-checks.ts'
import type { StreamCheck } from './stream-check.ts'
import { streamFolderChecks } from './stream-folder-checks.ts'
import { streamSubject } from './stream-subject.ts'
import type { StreamEntry, StreamTable, TestedSource } from './stream-table.ts'

/** Every check of a source, for whatever runs them. */
export function streamChecks(source: TestedSource, table: StreamTable): StreamCheck[] {
  const subject = streamSubject(source, table)
  const entries = table.streams as Readonly<Record<string, StreamEntry>>
  const ofStreams = Object.keys(subject.source.streams).flatMap((name) => [
    ...pageChecks(subject, name),
    ...(entries[name]?.without?.empty === undefined ? [emptyCheck(subject, name)] : []),
    ...streamFaultChecks(subject, name),
  ])
  return [...streamFolderChecks(subject, table), ...ofStreams]
}
