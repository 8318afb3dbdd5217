import { readFileSync } from 'node:fs'
import { tableStream } from '@portico/core/streams'
import { expect, test } from 'vitest'
import type * as z from 'zod'
import { postgres } from '../src/index.ts'
import { postgresSource, postgresTables } from '../src/streams/index.ts'
import { postgresVendor } from '../src/vendor.ts'

const settings = postgresVendor.identity.settings as unknown as z.ZodType<Record<string, string>>
const read = (more: object = {}) => settings.safeParse({ host: 'db.acme.example', database: 'shop', ...more })
const said = { owner: 'Operations', freshness: '1h', consumers: [], sensitivity: 'S2', schemaChanges: 'evolve' } as const
const table = (name: string) => ({ name, comment: undefined, schema: { type: 'object', properties: {} }, primaryKey: ['id'] })

test('it is read, and serves no operation: nothing of it is a tool or a client', () => {
  expect(Object.keys(postgres.operations)).toEqual([])
  expect(postgresSource).toMatchObject({ streams: {}, version: postgres.version, tables: { database: 'postgresql' } })
})

test('a connection that says no more than where checks the certificate, and reads the publication of the README', () => {
  expect(read().data).toEqual({
    host: 'db.acme.example',
    port: '5432',
    database: 'shop',
    tls: 'verify-full',
    publication: 'portico',
  })
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
  for (const [name, value] of Object.entries(read().data as object)) {
    if (['host', 'database'].includes(name)) continue
    expect(readme).toMatch(new RegExp(`\\b${name}\\b.*\\b${value}\\b`))
  }
})

test.each([{ tls: 'prefer' }, { tls: 'no-verify' }, { port: '' }, { port: '123456' }, { port: '5432/x' }, { host: '' }])(
  'settings that lead nowhere, or to less than was meant, are refused: %j',
  (more) => {
    expect(read(more).success).toBe(false)
  },
)

test.each(['1', '5432', '65535'])('port %s is one', (port) => {
  expect(read({ port }).success).toBe(true)
})

test('a table of which nobody says anything counts as personal, and has an owner', () => {
  expect(tableStream(postgresSource, table('public.orders')).definition).toMatchObject({
    owner: 'Operations',
    sensitivity: 'S3',
    schemaChanges: 'evolve',
    log: true,
  })
})

test('what is said of one table stands before what is said of all', () => {
  const source = postgresTables({
    every: said,
    named: { 'public.customers': { sensitivity: 'S3', sensitiveFields: { email: 'S3' } } },
  })
  const { definition } = tableStream(source, table('public.customers'))
  expect(definition).toMatchObject({ owner: 'Operations', sensitivity: 'S3', sensitiveFields: { email: 'S3' } })
  expect(tableStream(source, table('public.orders')).definition).toMatchObject({ sensitivity: 'S2', sensitiveFields: {} })
})

test.each([
  [{ every: { ...said, owner: ' ' }, named: {} }, /every: owner/],
  [{ every: said, named: { 'public.orders': { freshness: '0s' } } }, /public\.orders: freshness/],
  [{ every: said, named: { orders: {} } }, /orders: a table is named with its schema/],
] as const)('what can not be said of a table is refused: %#', (rules, told) => {
  expect(() => postgresTables(rules as Parameters<typeof postgresTables>[0])).toThrow(told)
})
