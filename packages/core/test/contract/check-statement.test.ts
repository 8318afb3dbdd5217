import { claim, defineVendor, none } from '@portico/core'
import { expect, test } from 'vitest'
import * as z from 'zod'
import { common } from '../odd/vendor.ts'

type Define = Readonly<Record<'query' | 'command' | 'job', (route: string, definition: object) => unknown>>

// As JavaScript sees it, which no compiler stops.
const vendor = defineVendor({ ...common, id: 'odd', origins: { api: 'https://odd.example' } }) as unknown as Define
const base = { summary: 's', input: z.object({ id: z.string() }), output: z.object({}), examples: [{ id: '1' }] }
const good = {
  ...base,
  sideEffect: 'internal_write',
  reversibility: 'R1',
  approval: 'A1',
  idempotency: claim,
  audit: { entity: { type: 't', id: 'input.id' } },
  rollback: { manual: 'x' },
}
const job = {
  ...good,
  handle: { schema: base.input, read: () => ({ id: '1' }) },
  poll: { request: 'GET /j/{id}', everyMs: 1, state: () => 'done' },
  owner: 'x',
  withinMs: 1,
}

test.each(['DELETE', 'PUT', 'PATCH', 'delete'])(
  'a query by %s is refused when it is defined, with what to use instead',
  (method) => {
    expect(() => vendor.query(`${method} /t/{id}`, base)).toThrow(
      new TypeError(`odd ${method} /t/{id}: a query only reads, and PUT, PATCH and DELETE write: use vendor.command`),
    )
  },
)

test('a query by POST is a search, and a command by GET is a query', () => {
  expect(() => vendor.query('POST /search', base)).not.toThrow()
  expect(() => vendor.command('GET /t/{id}', good)).toThrow('a command writes, and GET and HEAD only read: use vendor.query')
})

test('a job is not asked about by what writes', () => {
  expect(() => vendor.job('POST /j', job)).not.toThrow()
  const says = 'DELETE /j/{id} writes, and a job is only asked about'
  expect(() => vendor.job('POST /j', { ...job, poll: { ...job.poll, request: 'DELETE /j/{id}' } })).toThrow(says)
  expect(() => vendor.job('POST /j', { ...job, result: { request: 'DELETE /j/{id}' } })).toThrow(says)
})

test.each([
  ['sideEffect', 'say whom it touches'],
  ['reversibility', 'say how hard it is to take back'],
  ['approval', 'say who must agree before it runs'],
  ['idempotency', 'say how the same intent sent twice acts once'],
  ['audit', 'say which thing it is about'],
  ['rollback', 'say how it is undone'],
  ['examples', 'give at least one input as an example'],
] as const)('a command without %s is refused when it is defined', (name, says) => {
  expect(() => vendor.command('POST /t', { ...good, [name]: undefined })).toThrow(`odd POST /t: ${says}`)
})

test.each([
  [{ reversibility: 'R3' }, 'R3 needs approval A3 at least'],
  [{ approval: 'A0' }, 'R1 needs approval A1 at least'],
  [{ reversibility: 'R0', approval: 'A0', sensitivity: 'S3' }, 'S3 data is never A0'],
  [{ idempotency: none('x'), retry: { attempts: 3 } }, 'a command whose idempotency is none is sent once: remove retry'],
])('what a cast hides from the compiler is refused when it is defined: %j', (cast, says) => {
  expect(() => vendor.command('POST /t', { ...good, ...cast })).toThrow(says)
})

test('a query of S3 data says who must agree', () => {
  expect(() => vendor.query('GET /t', { ...base, sensitivity: 'S3' })).toThrow(
    'S3 data is never A0: raise approval to A1 at least',
  )
  expect(() => vendor.query('GET /t', { ...base, sensitivity: 'S3', approval: 'A1' })).not.toThrow()
})
