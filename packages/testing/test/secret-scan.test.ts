import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
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

test('ids are not taken for secrets where their field says so, also when a path repeats them', () => {
  const id = 'tR5qW8zX2vB7nM4kL9pJ6hG3'
  expect(findSecrets({ id, path: `/things/${id}/parts` })).toEqual([])
  expect(findSecrets({ password: id })).toHaveLength(1)
})

test('any value is read without failing, and what is found names a place that is there', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      for (const { at } of findSecrets(value)) expect(at).toBeTypeOf('string')
    }),
  )
})
