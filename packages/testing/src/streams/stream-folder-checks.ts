import assert from 'node:assert/strict'
import { harmlessMend } from '../record/secret-scan.ts'
import { secretsOfRecording } from '../record/secrets-of-recording.ts'
import type { StreamCheck } from './stream-check.ts'
import type { StreamSubject } from './stream-subject.ts'
import type { StreamEntry, StreamTable } from './stream-table.ts'

/** Checks the table and the folder as a whole: nothing is missing, stale or left over. */
export function streamFolderChecks({ source, vendor, recordings, unreadable }: StreamSubject, table: StreamTable): StreamCheck[] {
  const names = Object.keys(source.streams)
  const { record } = vendor
  return [
    {
      name: 'the table has every stream',
      run: async () => assert.deepEqual(Object.keys(table.streams).toSorted(), names.toSorted()),
    },
    {
      name: 'every recording can be read and belongs to a stream',
      run: async () => {
        assert.deepEqual(unreadable, [], 'files that are not recordings')
        const strays = recordings.filter(({ stream }) => !names.includes(stream)).map(({ file, stream }) => `${file}: ${stream}`)
        assert.deepEqual(strays, [], 'recordings of streams that the source does not have')
      },
    },
    {
      name: 'a scenario that can not be recorded says why, and is not recorded',
      run: async () => {
        const wrong = Object.entries<StreamEntry>(table.streams).flatMap(([stream, { without = {} }]) =>
          Object.entries(without).flatMap(([scenario, reason]) => [
            ...(reason.trim() === '' ? [`${stream}: without.${scenario} has no reason`] : []),
            ...(recordings.some((each) => each.stream === stream && each.scenario === scenario)
              ? [`${stream}: '${scenario}' is recorded, take it out of without`]
              : []),
          ]),
        )
        assert.deepEqual(wrong, [])
      },
    },
    {
      name: 'a recording changes no more of a request than values that the stream sends itself',
      run: async () => {
        const more = recordings.flatMap(({ file, stream, fields, slice }) => {
          const own = source.streams[stream]?.definition.fields
          const sends = Object.keys((typeof own === 'function' ? own({ slice }) : own) ?? {})
          return Object.keys(fields ?? {})
            .filter((field) => !sends.includes(field))
            .map((field) => `${file}: ${field}`)
        })
        assert.deepEqual(more, [], 'fields that the stream does not send')
      },
    },
    {
      name: 'no recording has expired, is of another vendor version, or holds a secret',
      run: async () => {
        const day = (table.today ?? new Date()).toISOString().slice(0, 10)
        const { vendorVersion } = source.vendor
        const stale = recordings.flatMap(({ file, expiresAt, vendorVersion: version }) => [
          ...(expiresAt <= day ? [`${file} expired on ${expiresAt}`] : []),
          ...(version === vendorVersion ? [] : [`${file} is of ${version}`]),
        ])
        assert.deepEqual(stale, [], `recordings are stale: run ${record}`)
        const secrets = recordings.flatMap(({ file, ...recording }) =>
          secretsOfRecording(recording, source.streams[recording.stream]?.definition.page, table.harmless).map(
            ({ at, looksLike }) => `${file}: ${at} looks like ${looksLike}`,
          ),
        )
        assert.deepEqual(secrets, [], `recordings may hold secrets: run ${record}, or, if it is an id, ${harmlessMend}`)
      },
    },
  ]
}
