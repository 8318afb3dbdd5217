import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Transport } from '@portico/core'
import { defineVendor, z } from '@portico/core/contract'
import { clientCredentials } from '@portico/core/oauth'
import { compileConnector } from '@portico/core/definition'
import { afterAll, describe, expect, test } from 'vitest'
import { recordedChecks } from '../src/checks/recorded.ts'
import { record, recordingPlan, type RecordingPlan } from '../src/record.ts'
import { subjectWith } from '../src/replay/subject.ts'

// Drawn by nobody, so that the scan of what looks random lets it pass.
const acquired = 'opaque-token-of-the-login'
const folder = mkdtempSync(join(tmpdir(), 'portico-record-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function postConnector(tokenUrl: string) {
  const vendor = defineVendor({
    id: 'post',
    title: { en: 'Post', ar: 'بريد' },
    vendorVersion: '1',
    origins: { api: 'https://post.example' },
    auth: { client: clientCredentials({ tokenUrl }) },
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

/** A vendor that gives a token out and repeats it in its answer. */
const vendor: Transport = {
  name: 'login',
  async request({ origin, path }) {
    const body = path.startsWith('/token')
      ? { access_token: acquired, refresh_token: `${acquired}-again`, token_type: 'bearer', expires_in: 3_600 }
      : { id: '1', note: `asked with ${acquired}` }
    const text = JSON.stringify(body)
    return { status: 200, headers: { 'content-type': 'application/json' }, url: origin + path, text, bytes: Buffer.from(text) }
  },
  close: async () => {},
}

describe.each([
  ['of its own', 'https://login.post.example/token'],
  ['at the API', 'https://post.example/token'],
])('a token endpoint %s', (_, tokenUrl) => {
  const post = postConnector(tokenUrl)
  const credentials = { client: { clientId: 'post', clientSecret: 'secret-of-the-client' } }
  const options = { folder: pathToFileURL(`${folder}/`), today: new Date('2026-11-24T12:00:00Z') }
  const recorded = () => {
    const plan = recordingPlan(post, {
      credentials: () => credentials,
      async record(step) {
        await step('getLetter', { id: '1' })
        await step('getLetter', { id: '1' }, { as: 'again' })
      },
    })
    const server = { source: 'a test', credentials, transport: vendor }
    return record(plan as unknown as RecordingPlan, { ...options, server, described: false })
  }
  const described = () => {
    const answers = [{ body: { id: '1', note: 'Read' } }]
    const plan = recordingPlan(post, {
      credentials: () => credentials,
      described: { source: 'a test', recordings: [{ operation: 'getLetter', input: { id: '1' }, answers }] },
    })
    return record(plan as unknown as RecordingPlan, { ...options, described: true })
  }

  test('what it gave is not written, also where the vendor repeats it', async () => {
    const made = await recorded()
    expect(JSON.stringify(made)).not.toContain(acquired)
    for (const { recording } of made) {
      expect(recording.exchanges).toMatchObject([
        {
          request: { path: '/letters/1', headers: { authorization: '[redacted]' } },
          response: { body: { note: 'asked with [redacted]' } },
        },
      ])
    }
  })

  test.each([
    ['recorded', recorded],
    ['described', described],
  ])('what is %s replays under another token', async (_how, make) => {
    const recordings = (await make()).flatMap(({ file, recording }) => ('operation' in recording ? [{ ...recording, file }] : []))
    const subject = subjectWith(post, { credentials, recordings })
    const operation = compileConnector(post).operations['getLetter']!
    for (const recording of recordings) {
      for (const check of recordedChecks(subject, operation, recording)) await expect(check.run()).resolves.toBeUndefined()
    }
  })
})
