import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { checks } from '../src/checks.ts'
import type { Check } from '../src/checks/check.ts'
import type { ContractTable } from '../src/contract-table.ts'
import { type NotesFixture, notesFixture, sound } from './notes-fixture.ts'

let fixture: NotesFixture
beforeEach(async () => {
  fixture = await notesFixture()
})
afterEach(() => fixture.remove())

/** What the check of this name says, or undefined where it holds. */
async function said(name: string, change: Partial<ContractTable> = {}): Promise<string | undefined> {
  const table = { ...fixture.table, ...change }
  const named = (check: Check): boolean => check.name === name || check.name.startsWith(`${name} (`)
  for (const check of checks(sound, table as never).filter(named)) {
    try {
      await check.run()
    } catch (error) {
      return (error as Error).message
    }
  }
  return undefined
}

function rewrite(file: string, change: (recording: Record<string, unknown>) => Record<string, unknown>): void {
  const path = join(fixture.folder, file)
  writeFileSync(path, JSON.stringify(change(JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>)))
}

test('an operation that the table does not have, or has too much, is named', async () => {
  const { getNote: _left, ...operations } = fixture.table.operations as Record<string, object>
  expect(await said('the table has every operation', { operations: operations })).toContain('getNote')
  const more = { ...fixture.table.operations, getNotes: {} }
  expect(await said('the table has every operation', { operations: more })).toContain('getNotes')
})

test('an operation without a recording says what to run', async () => {
  rmSync(join(fixture.folder, 'get-note.json'))
  const message = await said('every operation has a recording that succeeded')
  expect(message).toContain('getNote')
  expect(message).toContain('pnpm record notes')
})

test('an expired recording says what to run', async () => {
  const later = new Date(Date.now() + 366 * 86_400_000)
  const message = await said('no recording has expired or is of another vendor version', { today: later })
  expect(message).toContain('pnpm record notes')
  expect(message).toContain('get-note.json')
})

test('a recording of another vendor version is named', async () => {
  rewrite('get-note.json', (recording) => ({ ...recording, vendorVersion: '2025-01-01' }))
  expect(await said('no recording has expired or is of another vendor version')).toContain('get-note.json (2025-01-01)')
})

test('a file that is no recording, and one of an unknown operation, are named', async () => {
  writeFileSync(join(fixture.folder, 'torn.json'), '{"format":1,')
  expect(await said('every recording can be read and belongs to an operation')).toContain('torn.json')
  rmSync(join(fixture.folder, 'torn.json'))
  rewrite('get-note.json', (recording) => ({ ...recording, operation: 'fetchNote' }))
  expect(await said('every recording can be read and belongs to an operation')).toContain('fetchNote')
})

test('a secret in a recording is named by its place, not by its value', async () => {
  const secret = `ghp_${'aB3dE6gH9'.repeat(4)}`
  rewrite('get-note.json', (recording) => ({ ...recording, source: secret }))
  const message = await said('no recording holds a secret')
  expect(message).toContain('get-note.json: source looks like a GitHub token')
  expect(message).not.toContain(secret)
})

test('a file in the folder that is not a recording is named, since nothing would check it', async () => {
  writeFileSync(join(fixture.folder, 'answer.txt'), 'raw')
  mkdirSync(join(fixture.folder, 'older'))
  const message = await said('every recording can be read and belongs to an operation')
  expect(message).toContain('answer.txt')
  expect(message).toContain('older')
})

test('an obsolete exception fails, and so does one without a reason or for no check', async () => {
  const except = (name: string, reason: string): Partial<ContractTable> => ({
    operations: { ...fixture.table.operations, getNote: { except: { [name]: reason } } },
  })
  const name = 'a denied call sends nothing'
  expect(await said(name, except(name, 'it did once'))).toContain('holds after all')
  expect(await said(name, except(name, ' '))).toContain('says why')
  expect(await said('no such check', except('no such check', 'it did once'))).toContain('is not a check of getNote')
})

test('an answer that was tampered with is not what the connector gives', async () => {
  rewrite('get-note.json', (recording) => {
    const [exchange] = recording['exchanges'] as [{ response: object }]
    return { ...recording, exchanges: [{ ...exchange, response: { ...exchange.response, body: { id: 7, text: 'Fire' } } }] }
  })
  expect(await said('answers as recorded')).toContain('contract')
})
