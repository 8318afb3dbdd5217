import { claim, connect, defineVendor, nothing } from '@portico/core'
import { expect, test } from 'vitest'
import * as z from 'zod'
import { bound, common, write } from './vendor.ts'

test('a list is written in a form as it is in a query', async () => {
  const written = async (arrays?: 'repeat' | 'brackets' | 'comma') => {
    const defaults = { ...common.defaults, encode: 'form', ...(arrays && { arrays }) } as const
    const vendor = defineVendor({ ...common, id: 'lists', origins: { api: 'https://lists.example' }, defaults })
    const stated = {
      summary: 'a',
      input: z.object({ to: z.array(z.string()) }),
      examples: [{ to: ['x', 'y'] }] as [{ to: string[] }],
    }
    const find = vendor.query('GET /a', { ...stated, output: nothing })
    const send = vendor.command('POST /a', {
      ...write,
      ...stated,
      output: nothing,
      idempotency: claim,
      audit: { entity: { type: 'a', id: 'input.to' } },
    })
    const client = connect(vendor.connector({ version: '1.0.0', operations: { find, send } }), bound)
    const [query, form] = [await client.find.dryRun({ to: ['x', 'y'] }), await client.send.dryRun({ to: ['x', 'y'] })]
    return [new URL(query.url).search.slice(1), form.body]
  }
  expect(await written()).toEqual(['to=x&to=y', 'to=x&to=y'])
  expect(await written('brackets')).toEqual(['to%5B%5D=x&to%5B%5D=y', 'to%5B%5D=x&to%5B%5D=y'])
  expect(await written('comma')).toEqual(['to=x,y', 'to=x,y'])
})
