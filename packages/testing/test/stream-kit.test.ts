import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { bearer, defineVendor } from '@portico/core'
import { cursor, defineSource, stream } from '@portico/core/streams'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as z from 'zod'
import { record, type RecordedStream, recordingPlan } from '../src/record.ts'
import { instant } from '../src/streams/records-stated.ts'
import { replayedVendor, streamChecks, type StreamTable } from '../src/streams.ts'
import { failing } from './notes-fixture.ts'

/** What a broken twin of the source has otherwise. */
interface Breaks {
  readonly route?: boolean
  readonly record?: boolean
  readonly key?: boolean
  readonly order?: boolean
  readonly since?: boolean
  readonly page?: boolean
  readonly pick?: boolean
  readonly retry?: boolean
  readonly headers?: boolean
}

const title = { en: 'Notes', ar: 'ملاحظات' }

function notesSource(breaks: Breaks = {}) {
  const vendor = defineVendor({
    id: 'notes',
    title,
    vendorVersion: '2026-01-01',
    origins: { api: 'https://api.notes.example/v1' },
    auth: { token: bearer() },
    failures: { codes: {}, read: () => ({}) },
    defaults: { timeoutMs: 5_000, sensitivity: 'S1', retry: breaks.retry ? { attempts: 1 } : { attempts: 3 } },
    facts: { source: 'https://notes.example/docs', verifiedAt: '2026-11-24' },
  })
  const notes = stream(vendor, breaks.route ? 'GET /v2/books/{book}/notes' : 'GET /books/{book}/notes', {
    summary: 'Notes of a book.',
    title,
    record: breaks.record
      ? z.object({ id: z.string(), book: z.string(), at: z.int(), text: z.int() })
      : z.object({ id: z.string(), book: z.string(), at: z.int(), text: z.string() }),
    primaryKey: breaks.key ? ['book'] : ['id'],
    slice: z.object({ book: z.string() }),
    slices: () => [{ book: 'a' }],
    add: ({ slice: { book } }) => ({ book }),
    fields: { limit: 100 },
    pick: breaks.pick ? 'pages' : 'notes',
    ...(!breaks.page && { page: cursor('next', 'after') }),
    ...(breaks.headers && { headers: { 'x-more': '1' } }),
    cursor: {
      field: 'at',
      since: breaks.since ? 'from' : 'since',
      type: 'epoch-seconds',
      precision: 's',
      boundary: 'inclusive',
      order: breaks.order ? 'descending' : 'ascending',
      state: 'slice',
    },
    deletes: 'unseen',
    freshness: '1h',
    owner: 'Support',
    consumers: [],
    sensitivity: 'S1',
    schemaChanges: 'evolve',
  })
  return { vendor, source: defineSource(vendor, { version: '1.0.0', streams: { notes } }) }
}

const note = (id: string, at: number) => ({ id, at, text: `Note ${id}` })
const slice = { book: 'a' }
let folder: string
let table: StreamTable<ReturnType<typeof notesSource>['source']>

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'portico-stream-kit-'))
  mkdirSync(join(folder, 'streams'))
  const { vendor, source } = notesSource()
  const plan = recordingPlan(vendor.connector({ version: '1.0.0', operations: {} as never, health: undefined as never }), {
    credentials: () => ({ token: 'described-credential' }),
    streams: {
      source,
      described: {
        source: 'https://notes.example/docs, 2026-11-24',
        recordings: [
          {
            stream: 'notes',
            scenario: 'pages',
            slice,
            fields: { limit: 2 },
            answers: [
              { body: { notes: [note('1', 10), note('2', 20)], next: 'p2', pages: 2 } },
              { body: { notes: [note('3', 30)], pages: 2 } },
            ],
          },
          {
            stream: 'notes',
            scenario: 'since',
            slice,
            since: 20,
            answers: [{ body: { notes: [note('2', 20), note('3', 30)] } }],
          },
          { stream: 'notes', scenario: 'empty', slice: { book: 'b' }, answers: [{ body: { notes: [] } }] },
        ],
      },
    },
  })
  const recordings = pathToFileURL(`${folder}/`)
  for (const { file, recording } of await record(plan as never, { described: true, folder: recordings, today: new Date() })) {
    writeFileSync(join(folder, file), JSON.stringify(recording))
  }
  table = { credentials: { token: 'planted-token-of-the-kit' }, recordings, streams: { notes: {} } }
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const failingOf = (breaks: Breaks): Promise<string[]> => failing(streamChecks(notesSource(breaks).source, table))

const first = 'first page: the recorded request is sent, and records are as stated'
const last = 'last page: it is reached in the stated order, and nothing comes after it'
const resumes = 'resumes within a slice: another process goes on from where the last page ended'
const incremental = 'incremental: what is saved is asked from, and nothing older comes'
const empty = 'empty: no record, and no further page'
const limited = 'rate limited: it waits as long as the vendor says, then reads the same page'

test('a sound source passes every check', async () => {
  expect(await failingOf({})).toEqual([])
})

test.each<[Breaks, readonly string[]]>([
  [{ route: true }, [first, last, resumes, incremental, empty, limited]],
  [{ record: true }, [first, last, resumes, incremental]],
  [{ key: true }, [first, last]],
  [{ order: true }, [last, incremental]],
  [{ since: true }, [incremental]],
  [{ page: true }, [last]],
  [{ pick: true }, [first, last, resumes, incremental, empty, limited]],
  [{ retry: true }, [limited]],
  [{ headers: true }, [first, last, resumes, incremental, empty]],
])('a twin with another %o fails', async (breaks, expected) => {
  expect(await failingOf(breaks)).toEqual(expect.arrayContaining([...expected]))
})

test.each<[string, (recording: RecordedStream) => RecordedStream, string]>([
  ['a vendor that does not filter', (recording) => ({ ...recording, since: 40 }), incremental],
  [
    'an expired recording',
    (recording) => ({ ...recording, expiresAt: '2020-01-01' }),
    'no recording has expired, is of another vendor version, or holds a secret',
  ],
  [
    'a recording of another version',
    (recording) => ({ ...recording, vendorVersion: '1999' }),
    'no recording has expired, is of another vendor version, or holds a secret',
  ],
  [
    'a recording of a stream that is gone',
    (recording) => ({ ...recording, stream: 'gone' }),
    'every recording can be read and belongs to a stream',
  ],
  ['a file that is no recording', () => ({}) as RecordedStream, 'every recording can be read and belongs to a stream'],
  [
    'a field that the stream does not send',
    (recording) => ({ ...recording, fields: { sort: 'up' } }),
    'a recording changes no more of a request than values that the stream sends itself',
  ],
])('%s fails', async (_, change, expected) => {
  const file = join(folder, 'streams', 'notes-since.json')
  const text = readFileSync(file, 'utf8')
  writeFileSync(file, JSON.stringify(change(JSON.parse(text) as RecordedStream)))
  try {
    expect(await failingOf({})).toContain(expected)
  } finally {
    writeFileSync(file, text)
  }
})

test.each([
  ['no reason', ' '],
  ['a recording', 'it is never empty'],
])('a scenario that is left out with %s fails', async (_, reason) => {
  const checks = streamChecks(notesSource().source, { ...table, streams: { notes: { without: { empty: reason } } } })
  expect(await failing(checks)).toEqual(['a scenario that can not be recorded says why, and is not recorded'])
})

test('a cursor of time says its zone', () => {
  const stated = { field: 'at', precision: 's', boundary: 'inclusive', order: 'none', state: 'global' } as const
  for (const sound of ['2026-11-28', '2026-11-28T10:00:00Z', 'Sat, 28 Nov 2026 10:00:00 +0000'])
    expect(instant(stated, sound)).toBe(Date.parse(sound))
  expect(() => instant(stated, '2026-11-28T10:00:00')).toThrow('at: a time has its zone, or is a date')
})

test('a table without a stream fails', async () => {
  const checks = streamChecks(notesSource().source, { ...table, streams: {} })
  expect(await failing(checks)).toContain('the table has every stream')
})

test('a replayed vendor answers below the path of its origin, and nowhere else', async () => {
  const vendor = replayedVendor(notesSource().source, { recordings: table.recordings, secret: 'of-the-kit' })
  const statusAt = async (path: string) => {
    const headers = { authorization: 'Bearer token-of-the-kit' }
    const { status } = await vendor.request({ method: 'GET', origin: 'https://api.notes.example', path, headers } as never)
    return status
  }
  expect(await statusAt('/v1/books/a/notes')).toBe(200)
  expect(await statusAt('/books/a/notes')).toBe(404)
})
