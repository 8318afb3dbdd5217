import type { AnyConnector } from '@portico/core'
import type { Source, Stream } from '@portico/core/streams'
import { readStreamRecordings, type Unreadable } from '../recording/read-recordings.ts'
import type { Scenario, StreamRecording } from '../recording/stream-recording.ts'
import { type Base, type Subject, subjectWith } from '../replay/subject.ts'
import type { StreamTable, TestedSource } from './stream-table.ts'

export type AnySource = Source<Readonly<Record<string, Stream>>>

/** A source, with everything that its checks need. */
export interface StreamSubject {
  readonly source: AnySource
  /** What a source shares with a connector: the vendor, its origins, and the secrets. */
  readonly vendor: Subject
  readonly recordings: readonly StreamRecording[]
  readonly unreadable: readonly Unreadable[]
}

export function streamSubject(source: TestedSource, table: StreamTable): StreamSubject {
  return {
    source: source as AnySource,
    vendor: vendorSubject(source, table),
    ...readStreamRecordings(table.recordings),
  }
}

/** The part of a source that looks like a connector, for code that needs only its vendor. */
function vendorSubject(source: TestedSource, { credentials, settings }: Pick<StreamTable, 'credentials' | 'settings'>): Subject {
  const { vendor, version } = source
  const connector = { vendor, version, operations: {} } as unknown as AnyConnector
  return subjectWith(connector, { credentials, settings, recordings: [] })
}

export function recordingOf(
  { recordings }: Pick<StreamSubject, 'recordings'>,
  stream: string,
  scenario: Scenario,
): StreamRecording | undefined {
  return recordings.find((each) => each.stream === stream && each.scenario === scenario)
}

/** Where a recorded stream's requests go. */
export function baseOfStream({ source, vendor }: Pick<StreamSubject, 'source' | 'vendor'>, stream: string): Base {
  const origin = source.streams[stream]?.definition.origin ?? Object.keys(source.vendor.origins)[0]!
  return vendor.bases[origin]!
}

/** The source, with a stream that sends different values for some fields. */
export function sending(source: AnySource, name: string, fields: StreamRecording['fields']): AnySource {
  if (fields === undefined) return source
  const stream = source.streams[name]!
  const { fields: own } = stream.definition
  const instead =
    typeof own === 'function' ? (from: { readonly slice: unknown }) => ({ ...own(from), ...fields }) : { ...own, ...fields }
  return {
    ...source,
    streams: { ...source.streams, [name]: { ...stream, definition: { ...stream.definition, fields: instead } } },
  }
}
