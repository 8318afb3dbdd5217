import { isProxy } from 'node:util/types'
import { expect, test, vi } from 'vitest'
import * as zod from 'zod'
import { z as ours } from '@portico/core/contract'
import { jsonSchemaOf } from '@portico/core/definition'
import { deferring } from '../../src/contract/deferred.ts'

type Z = typeof ours

const accountOf = (z: Z) =>
  z.object({
    id: z.int().positive(),
    login: z
      .string()
      .min(1)
      .max(39)
      .regex(/^[a-z]+$/),
    email: z.email().nullish(),
    kind: z.enum(['user', 'bot']).default('user'),
    created_at: z.iso.datetime({ offset: true }).optional(),
  })

const described: Readonly<Record<string, (z: Z) => zod.ZodType>> = {
  'an object': accountOf,
  'an extended object': (z) => accountOf(z).extend({ bio: z.string().nullable() }),
  'some of its fields': (z) => accountOf(z).pick({ id: true, login: true }).partial(),
  'all but some': (z) => accountOf(z).omit({ email: true }).strict(),
  'a shape that is spread': (z) => z.object({ ...accountOf(z).shape, site: z.url() }),
  'a list of objects': (z) => z.array(accountOf(z)).min(1).max(10),
  'a record of lists': (z) => z.record(z.string(), z.array(z.number().nonnegative())),
  'a union': (z) => z.union([z.string(), z.null(), z.strictObject({ id: z.uuid() })]),
  'a discriminated union': (z) =>
    z.discriminatedUnion('type', [
      z.object({ type: z.literal('a'), a: z.boolean() }),
      z.looseObject({ type: z.literal('b'), b: z.unknown() }),
    ]),
  'a tuple': (z) => z.tuple([z.base64(), z.iso.date()]),
  'a described field': (z) =>
    z.object({
      code: z
        .string()
        .describe('Two letters.')
        .meta({ examples: ['sa'] }),
    }),
  'a field that refers to itself': (z) => {
    const Folder = z.object({
      name: z.string(),
      get folders() {
        return z.array(Folder).optional()
      },
    }) as zod.ZodType
    return Folder
  },
  'a lazy one': (z) => z.object({ account: z.lazy(() => accountOf(z)) }),
}

test.each(Object.keys(described))('%s is to its JSON Schema and to values as zod has it', (name) => {
  const deferred = described[name]!(ours)
  const direct = described[name]!(zod)
  for (const side of ['input', 'output'] as const) expect(jsonSchemaOf(deferred, side)).toEqual(jsonSchemaOf(direct, side))
  const values = [
    {},
    [],
    'x',
    null,
    { id: 1, login: 'mona' },
    { id: 0, login: '' },
    [{ id: 2, login: 'hubot', kind: 'bot' }],
    { type: 'a', a: true },
  ]
  for (const value of values) expect(deferred.safeParse(value)).toEqual(direct.safeParse(value))
  expect(deferred).toBeInstanceOf(direct.constructor)
})

test('nothing is made before something is read, and then once', () => {
  const make = vi.fn<typeof zod.object>(zod.object)
  const object = deferring(make)
  const account = object({ id: zod.int() })
  const list = ours.array(account.extend({ name: ours.string() }).optional())
  expect(make).not.toHaveBeenCalled()
  expect(list.parse([{ id: 1, name: 'x' }])).toEqual([{ id: 1, name: 'x' }])
  expect(account.parse({ id: 1 })).toEqual({ id: 1 })
  expect(make).toHaveBeenCalledTimes(1)
})

test('no schema holds a stand-in for another', () => {
  const account = accountOf(ours)
  const list = ours.array(account.extend({ owner: accountOf(ours).nullish() })).unwrap()
  for (const field of Object.values(list.shape)) expect(isProxy(field)).toBe(false)
  expect(isProxy(list.shape.owner.unwrap())).toBe(false)
})

test('a schema that was read takes stand-ins as one that was not', () => {
  const account = ours.object({ id: ours.int() })
  expect(account.safeParse({ id: 1 }).success).toBe(true)
  const named = account.extend({ name: ours.string().nullish() })
  expect(named.toJSONSchema()).toEqual(zod.object({ id: zod.int(), name: zod.string().nullish() }).toJSONSchema())
  expect(account.or(ours.string()).toJSONSchema()).toEqual(zod.object({ id: zod.int() }).or(zod.string()).toJSONSchema())
})

test('a mistake in a schema is told when it is first read', () => {
  const twice = ours.discriminatedUnion('type', [
    ours.object({ type: ours.literal('a') }),
    ours.object({ type: ours.literal('a') }),
  ])
  expect(() => twice.parse({ type: 'a' })).toThrow('Duplicate discriminator value')
})
