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

test.each(secrets)('%s is found wherever it stands, and is not told', (name, secret) => {
  const [found] = findSecrets({ exchanges: [{ response: { body: { note: `see ${secret} there` } } }] })
  expect(found).toEqual({ at: 'exchanges.0.response.body.note', looksLike: name })
  expect(withoutKnownSecrets(`see ${secret} there`, '[redacted]')).not.toContain(secret)
})

test('what is drawn by chance is found', () => {
  let found = 0
  for (let run = 0; run < 500; run++) found += findSecrets({ value: randomBytes(32).toString('base64url') }).length
  // One in a thousand happens to have no digit or few letters.
  expect(found).toBeGreaterThan(480)
})

test.each([
  ['a sentence', 'The printer on the second floor is on fire and nobody is looking at it.'],
  ['a commit', '6dcb09b5b57875f334f61aebed695e2e4193db5e'],
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
