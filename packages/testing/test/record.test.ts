import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { fetchTransport } from '@portico/core/fetch'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { basic, claim, defineVendor, z } from '@portico/core/contract'
import { compileConnector } from '@portico/core/definition'
import { recordedChecks } from '../src/checks/recorded.ts'
import { record } from '../src/record/record.ts'
import { recordingPlan, type RecordingPlan, type Step } from '../src/record/recording-plan.ts'
import type { MadeRecording } from '../src/record/recording-run.ts'
import { subjectWith } from '../src/replay/subject.ts'
import { notesConnector } from './notes-connector.ts'

const notes = notesConnector()
const token = 'live-token-that-nobody-may-see'
let server: Server
let baseUrl: string
let answer: (url: string) => { status?: number; headers?: Record<string, string>; body: unknown }
let folder: string

beforeEach(async () => {
  server = createServer((request, response) => {
    const { status = 200, headers = {}, body } = answer(request.url!)
    response.writeHead(status, { 'content-type': 'application/json', 'set-cookie': 'session=abc', 'x-left': '41', ...headers })
    response.end(JSON.stringify(body))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  folder = mkdtempSync(join(tmpdir(), 'portico-record-'))
})
afterEach(() => {
  server.close()
  server.closeAllConnections()
  rmSync(folder, { recursive: true, force: true })
})

function run(steps: (step: Step<typeof notes>) => Promise<void>): Promise<readonly MadeRecording[]> {
  const plan = recordingPlan(notes, { credentials: () => ({ token }), record: steps })
  return record(plan as RecordingPlan, {
    server: { source: 'a server of the test', credentials: { token }, origins: { api: baseUrl }, transport: fetchTransport() },
    described: false,
    folder: pathToFileURL(`${folder}/`),
    today: new Date('2026-11-24T12:00:00Z'),
  })
}

/** A vendor whose credential is a Basic header, and which may repeat it in a letter's note. */
function postConnector() {
  const vendor = defineVendor({
    id: 'post',
    title: { en: 'Post', ar: 'بريد' },
    vendorVersion: '1',
    origins: { api: 'https://post.example' },
    auth: { key: basic({ username: 'user', password: 'key' }) },
    failures: { read: () => ({}), codes: {} },
    defaults: { timeoutMs: 1_000, retry: false, sensitivity: 'S1' },
    facts: { source: 'https://post.example/api', verifiedAt: '2026-11-28' },
  })
  const getLetter = vendor.query('GET /letters/{id}', {
    summary: 'One letter.',
    input: z.object({ id: z.string() }),
    output: z.object({ id: z.string(), note: z.string() }),
    examples: [{ id: '1' }],
  })
  return vendor.connector({ version: '1.0.0', operations: { getLetter } })
}
const post = postConnector()

// In base64 a secret has three forms, by what stands before it.
test.each(['a', 'ab', 'abc'])('the key of a Basic header is not written, whatever name stands before it (%s)', async (user) => {
  const key = 'key that nobody may see'
  const echo = Buffer.from(`${user}:${key}`).toString('base64')
  const plan = recordingPlan(post, {
    credentials: () => ({ key: { user, key } }),
    described: {
      source: 'a test',
      recordings: [{ operation: 'getLetter', input: { id: '1' }, answers: [{ body: { id: '1', note: echo } }] }],
    },
  })
  const options = { described: true, folder: pathToFileURL(`${folder}/`), today: new Date('2026-11-24T12:00:00Z') }
  const [made] = await record(plan as unknown as RecordingPlan, options)
  const [{ request, response }] = made!.recording.exchanges as unknown as [
    { request: { headers: object }; response: { body: { note: string } } },
  ]
  expect(request.headers).toMatchObject({ authorization: '[redacted]' })
  expect(Buffer.from(response.body.note.replace('[redacted]', ''), 'base64').toString()).not.toContain('nobody may')
})

test.each([
  ['as it is', (note: string) => note],
  [
    'escaped',
    (note: string) => note.replaceAll(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
  ],
])('a credential with letters beyond ASCII is not written when the vendor repeats it %s', async (_, written) => {
  const secret = 'كلمة مرور لا يراها أحد'
  const body = Buffer.from(written(JSON.stringify({ id: '1', note: `with ${secret}` })))
  const plan = recordingPlan(post, {
    credentials: () => ({ key: { user: 'post', key: secret } }),
    record: async (step) => void (await step('getLetter', { id: '1' })),
  })
  const transport = {
    name: 'repeats',
    request: async () => ({
      status: 200,
      headers: { 'content-type': 'application/json' },
      url: 'https://post.example/letters/1',
      text: body.toString(),
      bytes: body,
    }),
    close: async () => {},
  }
  const [made] = await record(plan as unknown as RecordingPlan, {
    server: { source: 'a test', credentials: { key: { user: 'post', key: secret } }, transport },
    described: false,
    folder: pathToFileURL(`${folder}/`),
    today: new Date('2026-11-24T12:00:00Z'),
  })
  expect(made!.recording.exchanges[0]!.response.body).toEqual({ id: '1', note: 'with [redacted]' })
})

test('a step that is given the credential is not written', async () => {
  answer = () => ({ body: { id: 'n1', text: 'Fire' } })
  await expect(run(async (step) => void (await step('createNote', { text: `see ${token}` })))).rejects.toThrow(
    'create-note.json is not written: it holds the credential',
  )
})

test('what the vendor tells once is not written', async () => {
  const vendor = defineVendor({
    id: 'doors',
    title: { en: 'Doors', ar: 'أبواب' },
    vendorVersion: '1',
    origins: { api: 'https://doors.example' },
    auth: { user: basic({ username: 'user', password: 'key' }) },
    failures: { read: () => ({}), codes: {} },
    defaults: { timeoutMs: 1_000, retry: false, sensitivity: 'S2' },
    facts: { source: 'https://doors.example/api', verifiedAt: '2026-11-28' },
  })
  const createKey = vendor.command('POST /keys', {
    summary: 'A key to a door.',
    input: z.object({ door: z.string() }),
    output: z.object({ id: z.string(), key: z.string().nullish() }),
    sideEffect: 'internal_write',
    reversibility: 'R1',
    approval: 'A1',
    idempotency: claim,
    audit: { entity: { type: 'key', id: 'output.id' }, secretOutput: ['key'] },
    rollback: { manual: 'Change the lock.' },
    examples: [{ door: 'back' }],
  })
  const doors = vendor.connector({ version: '1.0.0', operations: { createKey } })
  const plan = recordingPlan(doors, {
    credentials: () => ({ user: { user: 'post', key: 'key-that-nobody-may-see' } }),
    described: {
      source: 'a test',
      recordings: [{ operation: 'createKey', input: { door: 'back' }, answers: [{ body: { id: '1', key: 'open sesame' } }] }],
    },
  })
  const options = { described: true, folder: pathToFileURL(`${folder}/`), today: new Date('2026-11-24T12:00:00Z') }
  const [made] = await record(plan as unknown as RecordingPlan, options)
  expect(made!.recording.exchanges[0]!.response.body).toEqual({ id: '1', key: '[redacted]' })
})

test('a recording is stamped, and holds neither the credential, nor cookies, nor the address of the server', async () => {
  answer = () => ({ body: { id: 'n1', text: `said ${token} at ${baseUrl}/notes/n1` } })
  const [made] = await run(async (step) => {
    expect(await step('getNote', { id: 'n1' })).toMatchObject({ id: 'n1' })
  })
  expect(made).toMatchObject({
    file: 'get-note.json',
    recording: {
      provenance: 'recorded',
      source: 'a server of the test',
      vendorVersion: '2026-01-01',
      recordedAt: '2026-11-24',
      expiresAt: '2027-11-24',
      exchanges: [
        {
          request: { method: 'GET', path: '/notes/n1', headers: { authorization: '[redacted]' } },
          response: { headers: { 'x-left': '41' }, body: { text: 'said [redacted] at https://api.notes.example/v1/notes/n1' } },
        },
      ],
    },
  })
  const text = JSON.stringify(made)
  for (const hidden of [token, 'session=abc', baseUrl]) expect(text).not.toContain(hidden)
})

test('what was redacted still matches when it is replayed', async () => {
  answer = () => ({ body: { id: 'n1', text: 'Fire' } })
  const made = await run(async (step) => {
    await step('createNote', { text: 'Fire' })
  })
  const recordings = made.flatMap(({ file, recording }) => ('operation' in recording ? [{ ...recording, file }] : []))
  const subject = subjectWith(notes, { credentials: { token: 'another-token-altogether' }, recordings })
  const operation = compileConnector(notes).operations['createNote']!
  for (const check of recordedChecks(subject, operation, recordings[0]!)) await expect(check.run()).resolves.toBeUndefined()
})

test('pages are recorded in one file, and their items given to the plan', async () => {
  answer = (url) => ({ body: { notes: [{ id: url, text: 'Fire' }], next: url.includes('cursor') ? '' : 'two' } })
  const made = await run(async (step) => {
    expect(await step('listNotes', {}, { pages: 2 })).toHaveLength(2)
  })
  expect(made[0]!.recording.exchanges.map(({ request }) => request.path)).toEqual(['/notes', '/notes?cursor=two'])
})

test('a secret that the vendor made up is not written, and said by its place', async () => {
  const known = `ghp_${'aB3dE6gH9'.repeat(4)}`
  answer = () => ({ body: { id: 'n1', text: known } })
  const [made] = await run(async (step) => void (await step('getNote', { id: 'n1' })))
  expect(made!.recording.exchanges[0]!.response.body).toEqual({ id: 'n1', text: '[redacted]' })
  // A known form is taken out; what only looks drawn by chance may be part of the answer, so a person decides.
  answer = () => ({ body: { id: 'n1', text: 'k7Jq9ZxW2mN4pR8sT1vY5bC3dF6gH0aL' } })
  const recorded = run(async (step) => void (await step('getNote', { id: 'n1' })))
  await expect(recorded).rejects.toThrow(
    /^get-note\.json is not written: exchanges\.0\.response\.body\.text looks like a secret .*; if it is an id, state its shape as harmless/,
  )
})

test.each([
  ['succeeds where the plan says that it fails', 200, 'not_found', 'the call succeeded'],
  ['fails where the plan says that it succeeds', 404, undefined, 'failed with not_found'],
  ['fails with another code', 403, 'not_found', 'the plan says not_found, and it failed with forbidden'],
])('a step that %s stops the recorder', async (_, status, fails, message) => {
  answer = () => ({ status, body: { id: 'n1', text: 'Fire' } })
  const recorded = run(async (step) => void (await step('getNote', { id: 'n1' }, fails === undefined ? {} : { fails })))
  await expect(recorded).rejects.toThrow(message)
})

test('two recordings of one name are refused', async () => {
  answer = () => ({ body: { id: 'n1', text: 'Fire' } })
  const recorded = run(async (step) => {
    await step('getNote', { id: 'n1' })
    await step('getNote', { id: 'n1' })
  })
  await expect(recorded).rejects.toThrow("recorded twice: tell them apart with 'as'")
})

test('a rollback is recorded as the operation that it is', async () => {
  answer = () => ({ body: { id: 'n1', text: 'Fire' } })
  const made = await run(async (step) => {
    await step('createNote', { text: 'Fire' })
    await step.undo('createNote')
  })
  expect(made.map(({ file }) => file)).toEqual(['create-note.json', 'delete-note-undo-create-note.json'])
  expect(made[1]!.recording).toMatchObject({ operation: 'deleteNote', input: { id: 'n1' } })
})

test('undoing what was not done says so', async () => {
  answer = () => ({ body: {} })
  await expect(run(async (step) => step.undo('createNote'))).rejects.toThrow('nothing of createNote can be undone')
})
