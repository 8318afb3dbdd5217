import type { Answer } from '@portico/core'
import { describe, expect, test } from 'vitest'
import { failures } from '../src/failures.ts'

const answer = (status: number, body: unknown, headers: Answer['headers'] = {}): Answer => ({ status, headers, body })
const read = (status: number, body: unknown, headers?: Answer['headers']) => failures.read(answer(status, body, headers))

describe('what GitHub says is told by its code', () => {
  test('a spent quota is 403 with nothing left, a missing permission is 403 with something left', () => {
    const message = 'API rate limit exceeded for user ID 1.'
    expect(read(403, { message }, { 'x-ratelimit-remaining': '0' }).code).toBe('rate_limit_spent')
    expect(read(429, { message }, { 'x-ratelimit-remaining': '0' }).code).toBe('rate_limit_spent')
    const refused = { message: 'Resource not accessible by personal access token' }
    expect(read(403, refused, { 'x-ratelimit-remaining': '4999' }).code).toBeUndefined()
    expect(failures.codes.rate_limit_spent).toBe('rate_limited')
  })

  test('a secondary limit is known by Retry-After, by status 429 or by its words', () => {
    const left = { 'x-ratelimit-remaining': '4000' }
    const words = { message: 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.' }
    expect(read(403, { message: 'Slow down' }, { ...left, 'retry-after': '60' }).code).toBe('secondary_rate_limit')
    expect(read(429, { message: 'Slow down' }, left).code).toBe('secondary_rate_limit')
    expect(read(403, words, left).code).toBe('secondary_rate_limit')
    expect(read(403, { message: 'You have triggered an abuse detection mechanism.' }, left).code).toBe('secondary_rate_limit')
  })

  test('a secondary limit that names no time asks for a minute', () => {
    const words = { message: 'You have exceeded a secondary rate limit.' }
    expect(read(403, words).retryAfterMs).toBe(60_000)
    expect(read(403, words, { 'retry-after': '7' }).retryAfterMs).toBeUndefined()
    expect(read(403, { message: 'Forbidden' }).retryAfterMs).toBeUndefined()
  })

  test.each(['missing', 'missing_field', 'invalid', 'already_exists', 'unprocessable', 'custom'] as const)(
    'the 422 code %s is passed on',
    (code) => {
      const errors = [{ resource: 'Issue', field: 'title', code }]
      expect(read(422, { message: 'Validation Failed', errors }).code).toBe(code)
      expect(Object.keys(failures.codes)).toContain(code)
    },
  )

  test('what exists is told in words where the code is custom', () => {
    const pull = { resource: 'PullRequest', code: 'custom', message: 'A pull request already exists for octocat:fire-alarm.' }
    const repository = { resource: 'Repository', code: 'custom', field: 'name', message: 'name already exists on this account' }
    expect(read(422, { message: 'Validation Failed', errors: [pull] }).code).toBe('already_exists')
    expect(read(422, { message: 'Repository creation failed.', errors: [repository] }).code).toBe('already_exists')
  })

  test('statuses and texts without a code have a name', () => {
    expect(read(404, { message: 'Not Found', status: '404' }).code).toBe('not_found')
    expect(read(404, { message: 'Label does not exist' }).code).toBe('label_missing')
    expect(read(405, { message: 'Pull Request is not mergeable' }).code).toBe('not_mergeable')
    expect(read(422, { message: 'Invalid request.\n\n"sha" wasn\'t supplied.' }).code).toBe('file_exists')
    expect(read(409, { message: 'Head branch was modified. Review and try the merge again.' }).code).toBeUndefined()
  })
})

describe('the message', () => {
  test('joins what GitHub says of each field, on one line', () => {
    const errors = [
      { resource: 'Issue', field: 'title', code: 'missing_field' },
      { resource: 'Issue', code: 'custom', message: 'body is too long (maximum is 65536 characters)' },
    ]
    expect(read(422, { message: 'Validation Failed', errors }).message).toBe(
      'Validation Failed; title missing_field; body is too long (maximum is 65536 characters)',
    )
    expect(read(422, { message: 'Invalid request.\n\n"sha" wasn\'t supplied.' }).message).toBe(
      'Invalid request. "sha" wasn\'t supplied.',
    )
  })

  test('reads the simple form, whose errors are texts', () => {
    const failure = read(422, { message: 'Validation Failed', errors: ['Reference does not exist'] })
    expect(failure.message).toBe('Validation Failed; Reference does not exist')
    expect(failure.code).toBeUndefined()
  })

  test.each([
    { body: undefined },
    { body: null },
    { body: '<html>Unicorn!</html>' },
    { body: [] },
    { body: { message: 7 } },
    { body: { message: 'Validation Failed', errors: [null, 7] } },
  ])('is read out of any body: $body', ({ body }) => {
    expect(read(502, body)).toMatchObject({ code: undefined })
  })

  test('names the request', () => {
    expect(read(404, { message: 'Not Found' }, { 'x-github-request-id': 'C0DE:1' }).requestId).toBe('C0DE:1')
  })
})

describe('a search that was cut short', () => {
  test('is a failure although it answers 200, and may be sent again', () => {
    const short = answer(200, { total_count: 40, incomplete_results: true, items: [] })
    expect(failures.failed?.(short)).toBe(true)
    expect(failures.read(short).code).toBe('incomplete_results')
    expect(failures.codes.incomplete_results).toEqual({ code: 'rejected', retryable: true })
  })

  test('no other good answer is one', () => {
    const bodies = [{ total_count: 0, incomplete_results: false, items: [] }, [], undefined]
    expect(bodies.map((body) => failures.failed?.(answer(200, body)))).toEqual([false, false, false])
  })
})
