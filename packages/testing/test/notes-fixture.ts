import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Check } from '../src/checks/check.ts'
import type { ContractTable } from '../src/contract-table.ts'
import { record } from '../src/record/record.ts'
import { recordingPlan, type RecordingPlan } from '../src/record/recording-plan.ts'
import { notesConnector } from './notes-connector.ts'

export const sound = notesConnector()
const note = { id: 'n1', text: 'Fire' }
const left = { 'content-type': 'application/json', 'x-left': '99', 'x-reset': '1790000000' }
const plan = recordingPlan(sound, {
  credentials: () => ({ token: 'planted-token-of-the-kit' }),
  described: {
    source: 'the documents of a vendor that does not exist',
    recordings: [
      { operation: 'getNote', input: { id: 'n1' }, answers: [{ headers: left, body: note }] },
      {
        operation: 'listNotes',
        input: {},
        answers: [
          { headers: left, body: { notes: [note], next: 'two' } },
          { headers: left, body: { notes: [{ id: 'n2', text: 'Water' }], next: '' } },
        ],
      },
      { operation: 'listNotes', as: 'found', input: { contains: 'Fire' }, answers: [{ headers: left, body: { notes: [note] } }] },
      {
        operation: 'createNote',
        input: { text: 'Fire', secret: 'a-secret-of-the-input', body: 'a-body-that-is-omitted' },
        answers: [{ headers: left, body: note }],
      },
      {
        operation: 'createNote',
        as: 'busy',
        input: { text: 'Busy' },
        answers: [
          { status: 409, headers: left, body: { code: 'busy' } },
          { status: 409, headers: left, body: { code: 'busy' } },
          { status: 409, headers: left, body: { code: 'busy' } },
        ],
        fails: 'unavailable',
      },
      { operation: 'deleteNote', undoes: 'createNote', answers: [{ headers: left, body: note }] },
      { operation: 'postNote', input: { text: 'Fire' }, answers: [{ headers: left, body: note }] },
      { operation: 'placeNote', input: { text: 'Fire' }, answers: [{ headers: left, body: note }] },
    ],
  },
})

export interface NotesFixture {
  /** The folder of recordings. */
  readonly folder: string
  readonly table: ContractTable
  remove(): void
}

/** The notes connector's recordings in a folder of their own. */
export async function notesFixture(): Promise<NotesFixture> {
  const folder = mkdtempSync(join(tmpdir(), 'portico-kit-'))
  const recordings = pathToFileURL(`${folder}/`)
  for (const { file, recording } of await record(plan as RecordingPlan, {
    described: true,
    folder: recordings,
    today: new Date(),
  })) {
    writeFileSync(join(folder, file), JSON.stringify(recording))
  }
  const operations = { getNote: {}, listNotes: {}, deleteNote: {}, createNote: {}, postNote: {}, placeNote: {} }
  const table = { credentials: { token: 'planted-token-of-the-kit' }, recordings, operations } as unknown as ContractTable
  return { folder, table, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

/** A check's name without the file that some name. */
export function nameOf({ name }: Check): string {
  return name.replace(/ \(.*\.json\)$/, '')
}

/** Names of the checks that fail, of any operation. A check that has failed of one is not run of the next. */
export async function failing(all: readonly Check[]): Promise<string[]> {
  const names = new Set<string>()
  for (const check of all) {
    if (names.has(nameOf(check))) continue
    try {
      await check.run()
    } catch (error) {
      if ((error as Error).message === '') throw new Error(`${check.name} fails without a word`, { cause: error })
      names.add(nameOf(check))
    }
  }
  return [...names]
}
