import { randomBytes } from 'node:crypto'
import { cursor } from '@portico/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { secretsOfRecording } from '../src/record/secrets-of-recording.ts'
import { findSecrets, withoutKnownSecrets } from '../src/record/secret-scan.ts'

// Built here, so that no scanner of a forge takes this file for a leak.
const secrets: readonly (readonly [string, string])[] = [
  ['a GitHub token', `ghp_${'aB3dE6gH9'.repeat(4)}`],
  ['a Stripe key', ['sk', 'live', '4eC39HqLyjWDarjtT1zdp7dc'].join('_')],
  ['a Slack token', ['xoxb', '17653672481', '19874698323', 'pdFZKVeTuE8sk7oOcHrzqqgy'].join('-')],
  ['a webhook secret', ['whsec', 'Zm9vYmFyYmF6cXV4'].join('_')],
  ['a Stripe client secret', 'pi_3MtwBwLkdIwHu7ix28a3tqPa_secret_YrKJUKribcBjcG8HVhfZluoGH'],
  ['an AWS key', ['AKIA', 'IOSFODNN7EXAMPLE'].join('')],
  ['a JSON Web Token', 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJwb3J0aWNvIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U'],
  ['a private key', '-----BEGIN RSA PRIVATE KEY-----'],
  ['credentials in a URL', 'https://user:p4ssword@vendor.example/x'],
]

const writings: Readonly<Record<string, (bytes: Buffer) => string>> = {
  base64url: (bytes) => bytes.toString('base64url'),
  'hexadecimal digits': (bytes) => bytes.toString('hex'),
  'hexadecimal digits in capitals': (bytes) => bytes.toString('hex').toUpperCase(),
  'lower-case letters and digits': (bytes) => [...bytes].map((byte) => (byte % 36).toString(36)).join(''),
  'capitals and digits': (bytes) => [...bytes].map((byte) => (byte % 36).toString(36).toUpperCase()).join(''),
  'digits and letters after a prefix': (bytes) => `acme_live_${[...bytes].map((byte) => (byte % 36).toString(36)).join('')}`,
  'base64 of hexadecimal digits': (bytes) => Buffer.from(bytes.toString('hex')).toString('base64'),
  'base64 of a name and a secret': (bytes) => Buffer.from(`acme:${bytes.toString('hex')}`).toString('base64'),
  'percent-encoded base64': (bytes) => encodeURIComponent(`key=${bytes.toString('base64')}`),
}

test.each(secrets)('%s is found wherever it stands, and is not told', (name, secret) => {
  const [found] = findSecrets({ exchanges: [{ response: { body: { note: `see ${secret} there` } } }] })
  expect(found).toEqual({ at: 'exchanges.0.response.body.note', looksLike: name })
  expect(withoutKnownSecrets(`see ${secret} there`, '[redacted]')).not.toContain(secret)
})

test.each(Object.keys(writings))('what is drawn by chance is found when it is written as %s', (writing) => {
  let found = 0
  for (let run = 0; run < 500; run++) found += findSecrets({ value: writings[writing]!(randomBytes(32)) }).length > 0 ? 1 : 0
  // A few in a hundred happen to have hardly a digit.
  expect(found).toBeGreaterThan(480)
})

test.each(secrets)('%s is found inside base64, once or twice', (name, secret) => {
  const once = Buffer.from(JSON.stringify({ token: secret })).toString('base64')
  expect(findSecrets({ once })).toEqual([{ at: 'once', looksLike: `${name}, in base64` }])
  const twice = Buffer.from(`v2:${once}`).toString('base64url')
  expect(findSecrets({ twice })).toEqual([{ at: 'twice', looksLike: `${name}, in base64, in base64` }])
})

test('a digest is no secret where its field says what it is, also when a path repeats it', () => {
  const commit = '6dcb09b5b57875f334f61aebed695e2e4193db5e'
  expect(findSecrets({ sha: commit, url: `https://api.github.com/repos/o/r/commits/${commit}` })).toEqual([])
  expect(findSecrets({ token: commit })).toHaveLength(1)
})

test.each([
  ['a sentence', 'The printer on the second floor is on fire and nobody is looking at it.'],
  ['a short commit', '6dcb09b5b578'],
  ['words and numbers that stand together', 'invoiceitem2026november24printerfloor2'],
  ['a URL', 'https://api.github.com/repos/octocat/hello-world/issues/1347/labels{/name}'],
  ['a date', '2026-11-24T00:00:00.000Z'],
  ['an identifier in capitals', 'REQUIRES_PAYMENT_METHOD_2'],
  ['base64 of readable text', Buffer.from('cursor:12345:open issues of the week').toString('base64')],
])('%s is no secret', (_, text) => {
  expect(findSecrets({ text })).toEqual([])
})

test.each([
  [{ password: 'hunter2' }, 'a secret, since the field is called password'],
  [{ deep: [{ clientSecret: 'open sesame' }] }, 'a secret, since the field is called clientSecret'],
  [{ user_api_key: 'abc' }, 'a secret, since the field is called user_api_key'],
  [{ path: '/things?page=2&api_key=abc' }, 'a secret, since the parameter before it is called so'],
  [{ body: 'grant_type=refresh_token&refresh_token=abc' }, 'a secret, since the parameter before it is called so'],
])('a value is secret where its name says so, however it looks: %o', (value, looksLike) => {
  expect(findSecrets(value)).toEqual([{ at: expect.any(String) as unknown, looksLike }])
})

test.each([
  { password: '' },
  { password: '[redacted]', api_key: null },
  { next_page_token: 'abc', token_type: 'bearer', requires_password: true, password_hint: 'the usual' },
  { path: '/things?page_token=abc&access_token=[redacted]&note=password' },
])('a name that only sounds like it says nothing: %o', (value) => {
  expect(findSecrets(value)).toEqual([])
})

test('ids are not taken for secrets where their field says so, also when a path repeats them', () => {
  const id = 'tR5qW8zX2vB7nM4kL9pJ6hG3'
  expect(findSecrets({ id, path: `/things/${id}/parts` })).toEqual([])
  expect(findSecrets({ password: id })).toHaveLength(1)
})

const drawn = 'aB3dE5fG7hJ9kL1mN2pQ4rS6tU8vW0xY'

test.each(['id', 'session_id', 'app_ts', 'ts', 'after', 'next_cursor', 'etag', 'accountIds'])(
  'what is drawn by chance and long in order to be secret is found in %s, too',
  (field) => {
    expect(findSecrets({ [field]: drawn })).toHaveLength(1)
    expect(findSecrets({ [field]: [`acme_live_${drawn}`] })).toHaveLength(1)
  },
)

test.each([
  ['session_id', 'tR5qW8zX2vB7nM4kL9pJ6hG3'],
  ['sessionId', 'tR5qW8zX2vB7nM4kL9pJ6hG3'],
  ['access_token_id', 'tR5qW8zX2vB7nM4kL9pJ6hG3'],
  ['secret_id', '550e8400e29b41d4a716446655440000'],
  ['account_id', 'd41d8cd98f00b204e9800998ecf8427e'],
])('%s %s is found, whatever its shape', (field, value) => {
  expect(findSecrets({ [field]: value })).toHaveLength(1)
})

test.each([
  ["Stripe's", 'id', 'pi_3MtwBwLkdIwHu7ix28a3tqPa'],
  ["BSON's", 'author_id', '507f1f77bcf86cd799439011'],
  ['a ULID', 'requestId', '01ARZ3NDEKTSV4RRFFQ69G5FAV'],
  ['a KSUID', 'event_id', '0ujtsYcgvSTl8PAuAdqWYSMnLOv'],
  ['a UUID', 'id', '550e8400-e29b-41d4-a716-446655440000'],
  ['a UUID without hyphens', 'page_id', '550e8400e29b41d4a716446655440000'],
  ["Slack's time stamp", 'ts', '1503435956.000247'],
  ["Git's", 'merge_commit_sha', '6dcb09b5b57875f334f61aebed695e2e4193db5e'],
  ['a SHA-256', 'digest', 'sha256:2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae'],
])('an id of a known shape is none: %s', (_, field, value) => {
  expect(findSecrets({ [field]: value, path: `/things/${value}` })).toEqual([])
})

test('a cursor is none where the paging says that it stands there, and nowhere else', () => {
  const recording = {
    exchanges: [
      {
        request: { method: 'GET', path: '/things', headers: {} },
        response: { status: 200, headers: {}, body: { meta: { after: drawn } } },
      },
      {
        request: { method: 'GET', path: `/things?from=${drawn}`, headers: {} },
        response: { status: 200, headers: {}, body: {} },
      },
    ],
  }
  expect(secretsOfRecording(recording, cursor('meta.after', 'from'))).toEqual([])
  expect(secretsOfRecording(recording, cursor('meta.next', 'from'))).toHaveLength(2)
  expect(secretsOfRecording(recording, undefined)).toHaveLength(2)
})

test('a cursor that holds a known token is found all the same', () => {
  const [[name, token]] = secrets as [(typeof secrets)[number]]
  const recording = {
    exchanges: [
      { request: { method: 'GET', path: '/', headers: {} }, response: { status: 200, headers: {}, body: { after: token } } },
    ],
  }
  expect(secretsOfRecording(recording, cursor('after', 'from'))).toMatchObject([{ looksLike: name }])
})

test('a shape that is stated as harmless is none', () => {
  const sid = `AC${'0123456789abcdef'.repeat(2)}`
  const recording = { sid, exchanges: [] }
  expect(secretsOfRecording(recording, undefined)).toHaveLength(1)
  expect(secretsOfRecording(recording, undefined, [/\bAC[0-9a-f]{32}\b/])).toEqual([])
})

test('any value is read without failing, and what is found names a place that is there', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      for (const { at } of findSecrets(value)) expect(at).toBeTypeOf('string')
    }),
  )
})
