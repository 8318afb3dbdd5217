import { expect, test } from 'vitest'
import * as z from 'zod'
import { describeIssues, parse } from '../../src/call/validate.ts'

const Issue = z.object({
  owner: z.string(),
  state: z.enum(['open', 'closed']),
  labels: z.array(z.object({ name: z.union([z.string(), z.int()]) })),
})
const told = (value: unknown): string => describeIssues(parse(Issue, value).issues ?? [])

test('an absent field is reported as missing, wherever it is', () => {
  expect(told({ labels: [{ name: 'bug' }, {}] })).toBe('owner: is missing; state: is missing; labels.1.name: is missing')
})

test('a present field is reported as what it is', () => {
  expect(told({ owner: null, state: 'gone', labels: [] })).toBe(
    'owner: Invalid input: expected string, received null; state: Invalid option: expected one of "open"|"closed"',
  )
  expect(told(undefined)).toBe('Invalid input: expected object, received undefined')
})

test('a rule of our own keeps its words, also of a field that is not there', () => {
  const either = z
    .object({ charge: z.string().optional() })
    .refine(({ charge }) => charge, { path: ['charge'], message: 'state one' })
  expect(parse(either, {}).issues).toEqual([{ path: 'charge', message: 'state one' }])
})
