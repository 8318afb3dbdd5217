import { connect, defineVendor, nextUrl, type Transport } from '@portico/core'
import { expect, test } from 'vitest'
import * as z from 'zod'
import { bound, common } from './vendor.ts'

test('an account in the path of the origin: each connection stays in its own', async () => {
  const vendor = defineVendor({
    ...common,
    id: 'company',
    settings: z.object({ company: z.string() }),
    origins: { api: 'https://api.company.example/v3/company/{company}' },
  })
  const list = vendor.query('GET /bills', {
    summary: 'All.',
    input: z.object({}),
    output: z.array(z.object({ id: z.string() })),
    pick: 'bills',
    page: nextUrl('next', ['after']),
    examples: [{}],
  })
  const connector = vendor.connector({ version: '1.0.0', operations: { list } })
  const pageOf = (company: string, next: string) => {
    const sent: string[] = []
    const transport: Transport = {
      name: 'scripted',
      request: async ({ origin, path }) => {
        const text = JSON.stringify(sent.push(path) === 1 ? { bills: [{ id: '1' }], next } : { bills: [] })
        return { status: 200, headers: { 'content-type': 'application/json' }, text, url: origin + path }
      },
      close: async () => {},
    }
    return { sent, client: connect(connector, { ...bound, transport, settings: { company } }) }
  }
  const { sent, client } = pageOf('12', '/v3/company/12/bills?after=a')
  for await (const bill of client.list.items({})) expect(bill).toEqual({ id: '1' })
  expect(sent).toEqual(['/v3/company/12/bills', '/v3/company/12/bills?after=a'])
  for (const next of ['/v3/company/13/bills?after=a', '/v3/company/123/bills?after=a', '/v3/company/12/../13/bills?after=a'])
    await expect(pageOf('12', next).client.list({})).rejects.toMatchObject({ code: 'contract_violation' })
  for (const company of ['12/../13', '..', '', 'a?b', '%2e%2e'])
    await expect(pageOf(company, '').client.list({})).rejects.toMatchObject({ code: 'invalid_input', commitState: 'not_sent' })
})

test('an origin that nothing could be sent to is refused where the vendor is defined', () => {
  const define = (api: `https://${string}`) => () => defineVendor({ ...common, id: 'nowhere', origins: { api } })
  expect(define('https://API.vendor.example')).toThrow(
    "vendor nowhere: origins.api: 'https://API.vendor.example' is not an origin",
  )
  expect(define('https://vendor.example/v1?a=b')).toThrow(TypeError)
  const fromToken = { fromToken: 'instance_url', hosts: ['*.com'] }
  expect(() => defineVendor({ ...common, id: 'nowhere', origins: { api: fromToken } })).toThrow(
    "origins.api: '*.com' is not a host",
  )
})
