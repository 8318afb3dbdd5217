import { connect, defineVendor, isConnectorError, nothing, upsert } from '@portico/core'
import { afterEach, beforeEach, expect, expectTypeOf, test } from 'vitest'
import * as z from 'zod'
import { type VendorServer, vendorServer } from '../fixture/vendor-server.ts'
import { bound, common, write } from './vendor.ts'

let server: VendorServer
beforeEach(async () => {
  server = await vendorServer()
})
afterEach(() => server.close())

const vendor = defineVendor({
  ...common,
  id: 'numbers',
  origins: { api: 'https://numbers.example' },
  failures: {
    read: ({ body }) => ({ code: body?.code, message: body?.message }),
    codes: { 20404: 'not_found', 21610: 'conflict' },
  },
})
const remove = vendor.command('DELETE /things/{id}', {
  ...write,
  summary: 'Remove one.',
  input: z.object({ id: z.string() }),
  output: nothing,
  idempotency: upsert,
  alreadyDone: { 20404: () => ({ output: undefined }) },
  audit: { entity: { type: 'thing', id: 'input.id' } },
  examples: [{ id: '1' }],
})
const removeAll = vendor.command('POST /things/remove', {
  ...write,
  summary: 'Remove several.',
  input: z.object({ ids: z.array(z.string()).max(9) }),
  output: z.array(z.object({ id: z.string(), code: z.int().nullish() })),
  idempotency: upsert,
  items: ({ output }) => output.map(({ id, code }) => ({ key: id, ...(code && { failure: { code } }) })),
  audit: { entity: { type: 'thing', id: ({ input }) => input.ids.join() } },
  examples: [{ ids: ['1'] }],
})
const connector = vendor.connector({ version: '1.0.0', operations: { remove, removeAll } })
const connected = () => connect(connector, { ...bound, origins: { api: server.origin } })

test('a code that the vendor writes as a number means what is stated of it', async () => {
  server.reply = () => ({ status: 400, body: { code: 21610, message: 'unsubscribed' } })
  const error: unknown = await connected()
    .remove({ id: '1' })
    .catch((reason: unknown) => reason)
  expect(error).toMatchObject({ code: 'conflict', commitState: 'refused', vendor: { code: '21610', message: 'unsubscribed' } })
  server.reply = () => ({ status: 400, body: { code: 7 } })
  await expect(connected().remove({ id: '1' })).rejects.toMatchObject({ code: 'rejected', vendor: { undeclaredCode: '7' } })
  server.reply = () => ({ status: 404, body: { code: 20404 } })
  await expect(connected().remove({ id: '1' })).resolves.toBeUndefined()
  server.reply = () => ({ body: [{ id: 'a' }, { id: 'b', code: 20404 }] })
  const { receipt } = await connected().removeAll.detailed({ ids: ['a', 'b'] })
  expect(receipt.items?.[1]).toEqual({ key: 'b', commitState: 'refused', code: 'not_found', vendorCode: '20404' })
})

test('numbered codes are a union too, by their digits', () => {
  const error: unknown = undefined
  if (isConnectorError(error, connector)) expectTypeOf(error.vendor!.code!).toEqualTypeOf<'20404' | '21610'>()
  const misspelt = () =>
    vendor.command('DELETE /things/{id}', {
      ...write,
      summary: 'Remove one.',
      input: z.object({ id: z.string() }),
      output: nothing,
      idempotency: upsert,
      // @ts-expect-error There is no such code.
      alreadyDone: { 20405: () => ({ output: undefined }) },
      audit: { entity: { type: 'thing', id: 'input.id' } },
      examples: [{ id: '1' }],
    })
  expect(misspelt).toBeDefined()
})
