import assert from 'node:assert/strict'
import type { ContractTable } from '../contract-table.ts'
import { harmlessMend } from '../record/secret-scan.ts'
import { secretsOfRecording } from '../record/secrets-of-recording.ts'
import { type Subject, successesOf } from '../replay/subject.ts'
import type { Check } from './check.ts'

/** Checks the table and the folder of recordings as a whole: nothing is missing, stale or left over. */
export function folderChecks(subject: Subject, table: ContractTable): Check[] {
  const { connector, recordings, record } = subject
  const names = Object.keys(connector.operations)
  const today = table.today ?? new Date()
  return [
    {
      name: 'the table has every operation',
      run: async () => {
        const missing = names.filter((name) => !Object.hasOwn(table.operations, name))
        assert.deepEqual(missing, [], 'operations that the table does not have')
        const unknown = Object.keys(table.operations).filter((name) => !names.includes(name))
        assert.deepEqual(unknown, [], `entries that are not an operation of ${connector.vendor.id}`)
      },
    },
    {
      name: 'every operation has a recording that succeeded',
      run: async () => {
        const missing = names.filter((name) => successesOf(subject, name).length === 0)
        assert.deepEqual(missing, [], `operations without a recording: add them to test/record.ts and run ${record}`)
      },
    },
    {
      name: 'every recording can be read and belongs to an operation',
      run: async () => {
        assert.deepEqual(subject.unreadable, [], 'files that are not recordings')
        const strays = recordings
          .filter(({ operation }) => !names.includes(operation))
          .map(({ file, operation }) => `${file}: ${operation}`)
        assert.deepEqual(strays, [], 'recordings of operations that the connector does not have')
      },
    },
    {
      name: 'no recording has expired or is of another vendor version',
      run: async () => {
        const day = today.toISOString().slice(0, 10)
        const expired = recordings
          .filter(({ expiresAt }) => expiresAt <= day)
          .map(({ file, expiresAt }) => `${file} (${expiresAt})`)
        assert.deepEqual(expired, [], `recordings have expired: run ${record}`)
        const { vendorVersion } = connector.vendor
        const others = recordings.filter((each) => each.vendorVersion !== vendorVersion)
        const shown = others.map(({ file, vendorVersion: version }) => `${file} (${version})`)
        assert.deepEqual(shown, [], `recordings are of another version than ${vendorVersion}: run ${record}`)
      },
    },
    {
      name: 'no recording holds a secret',
      run: async () => {
        const found = recordings.flatMap(({ file, ...recording }) =>
          secretsOfRecording(recording, subject.compiled.operations[recording.operation]?.definition.page, table.harmless).map(
            ({ at, looksLike }) => `${file}: ${at} looks like ${looksLike}`,
          ),
        )
        assert.deepEqual(found, [], `recordings may hold secrets: run ${record}, or, if it is an id, ${harmlessMend}`)
      },
    },
  ]
}
