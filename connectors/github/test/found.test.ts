import { connect } from '@portico/core'
import { answering, type VendorAnswer } from '@portico/testing'
import { expect, test } from 'vitest'
import { github } from '../src/index.ts'

// A first sending whose answer was lost, and what GitHub then has: ours, or what somebody else had made before.

const account = { id: 1, login: 'mona', type: 'User', html_url: 'https://github.com/mona' }
const place = { owner: 'mona', repo: 'api' }
const when = { created_at: '2026-01-01T00:00:00Z', updated_at: '2026-01-01T00:00:00Z' }
const refused = { status: 422, body: { message: 'Validation Failed', errors: [{ resource: 'Release', code: 'already_exists' }] } }
const lost: VendorAnswer = { status: 502, headers: { 'content-type': 'text/html' }, body: '<html></html>' }

function connected(...answers: readonly VendorAnswer[]) {
  const { requests, ...governed } = answering(...answers)
  const client = connect(github, {
    tenantId: 'acme',
    credentials: { token: 'ghp-of-nobody' },
    actor: { type: 'human', id: 'mona' },
    correlationId: 'release-7',
    ...governed,
  })
  return { client, requests }
}

const release = (more: object) => ({
  id: 7,
  node_id: 'R_7',
  tag_name: 'v1',
  target_commitish: 'main',
  draft: false,
  prerelease: false,
  author: account,
  assets: [],
  html_url: 'https://github.com/mona/api/releases/7',
  ...when,
  ...more,
})

test.each([
  ['the name that was given', { name: 'One' }, { name: 'One' }],
  ['no name, as none was given', {}, { name: null }],
  ['an empty name, as none was given', {}, { name: '' }],
  ['the text with the line ends of a form', { body: 'a\nb' }, { name: null, body: 'a\r\nb' }],
  ['notes after the text', { body: 'a', generate_release_notes: true }, { name: 'v1', body: 'a\n\n## Changes' }],
])('a release with %s is ours', async (_, given, there) => {
  const { client } = connected(lost, { body: release(there) })
  const { data, receipt } = await client.createRelease.detailed({ ...place, tag_name: 'v1', ...given })
  expect(data.id).toBe(7)
  expect(receipt.undo).toMatchObject({ operation: 'deleteRelease', input: { release_id: 7 } })
})

test.each([
  ['another name', { name: 'One' }, { name: 'Two' }],
  ['a name, where none was given', {}, { name: 'The first one' }],
  ['another text', { body: 'a' }, { name: null, body: 'b' }],
  ['another kind', { prerelease: true }, { name: null }],
])('a release with %s is somebody else’s, whose undo would delete it', async (_, given, there) => {
  const { client } = connected(lost, { body: release(there) }, refused)
  await expect(client.createRelease({ ...place, tag_name: 'v1', ...given })).rejects.toMatchObject({
    code: 'conflict',
    commitState: 'unknown',
  })
})

const branch = (ref: string) => ({ label: `mona:${ref}`, ref, sha: 'a'.repeat(40), repo: { id: 1, full_name: 'mona/api' } })
const pull = (more: object) => ({
  id: 3,
  node_id: 'PR_3',
  number: 3,
  title: 'Add an alarm',
  state: 'open',
  draft: false,
  locked: false,
  user: account,
  labels: [],
  head: branch('alarm'),
  base: branch('main'),
  html_url: 'https://github.com/mona/api/pull/3',
  ...when,
  ...more,
})
const asked = { ...place, title: 'Add an alarm', head: 'alarm', base: 'main' }

test.each([
  ['what was sent', { body: 'Closes #1.' }, { body: 'Closes #1.' }, true],
  ['a text, where none was given', {}, { body: 'From the template.' }, true],
  ['another text', { body: 'Closes #1.' }, { body: 'Closes #2.' }, false],
  ['a draft, where none was asked for', {}, { draft: true }, false],
])('a pull request with %s', async (_, given, there, isOurs) => {
  const { client } = connected(lost, { body: [pull(there)] }, refused)
  const made = client.createPullRequest({ ...asked, ...given }).then(({ number }) => number)
  if (isOurs) expect(await made).toBe(3)
  else await expect(made).rejects.toMatchObject({ code: 'conflict', commitState: 'unknown' })
})
