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
] as const)('a command without %s is refused when it is defined', (name, says) => {
  expect(() => vendor.command('POST /t', { ...good, [name]: undefined })).toThrow(`odd POST /t: ${says}`)
})

test.each([
  ['summary', 'say in a sentence what it does'],
  ['input', 'say what it takes, even if nothing'],
  ['output', 'say what part of the answer is promised'],
  ['examples', 'give at least one input as an example'],
] as const)('an operation without %s is refused when it is defined', (name, says) => {
  expect(() => vendor.query('GET /t', { ...base, [name]: undefined })).toThrow(`odd GET /t: ${says}`)
})

test('sensitivity is said by the operation or by the vendor', () => {
  const { sensitivity: _, ...defaults } = common.defaults
  const stated = { ...common, defaults, id: 'odd', origins: { api: 'https://odd.example' } } as const
  const bare = defineVendor(stated) as unknown as Define
  expect(() => bare.query('GET /t', base)).toThrow('odd GET /t: say how sensitive its data is')
  expect(() => bare.query('GET /t', { ...base, sensitivity: 'S1' })).not.toThrow()
})

test.each([
  [{ sideEffect: 'none' }, 'say whom it touches'],
  [{ sideEffect: 'external' }, 'say whom it touches'],
  [{ reversibility: 'R4' }, 'say how hard it is to take back'],
  [{ approval: 'A9' }, 'say who must agree'],
  [{ sensitivity: 'secret' }, 'say how sensitive its data is'],
  [{ idempotency: { by: 'header', name: 'k', keptFor: '24 hours' } }, "'24 hours' is not a duration"],
  [{ idempotency: { by: 'field', path: 'k', format: 'text', keptFor: '-1h' } }, "'-1h' is not a duration"],
])('an unknown word is refused when stated: %j', (stated, says) => {
  expect(() => vendor.command('POST /t', { ...good, ...stated })).toThrow(says)
})

test('a job may only read, and a command touches somebody', () => {
  expect(() => vendor.job('POST /j', { ...job, sideEffect: 'none' })).not.toThrow()
})

test('a lookup asks by a query of its own connector', () => {
  type Connect = { connector(definition: object): object }
  const looking = (find: unknown): object => ({
    ...good,
    idempotency: { by: 'lookup', find, input: () => ({}), found: () => undefined, settle: '1s' },
  })
  const getThing = vendor.query('GET /t/{id}', base)
  expect(() => vendor.command('POST /t', looking(vendor.command('POST /u', good)))).toThrow('a lookup only asks: give it a query')
  const createThing = vendor.command('POST /t', looking(getThing))
  const connector = (operations: object) => () => (vendor as unknown as Connect).connector({ version: '1.0.0', operations })
  expect(connector({ createThing })).toThrow("the lookup of 'createThing' asks an operation that is not among")
  expect(connector({ createThing, getThing })).not.toThrow()
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
