import { expect, test } from 'vitest'
import { type Actor, connect, type Transport, TransportError } from '@portico/core'
import { desk } from '../call/desk.ts'

const actor: Actor = { type: 'executor_system', id: 'orders' }

test('a probe that ends in a fault of ours leaves the next call its turn', async () => {
  let now = 1_000_000
  const clock = { now: () => now, wait: () => Promise.resolve(), random: () => 0 }
  const answers: (() => Promise<never> | { body: string })[] = []
  const transport: Transport = {
    name: 'scripted',
    request: async ({ origin, path }) => {
      const { body } = await answers.shift()!()
      return { status: 200, headers: { 'content-type': 'application/json' }, text: body, url: origin + path }
    },
    close: async () => {},
  }
  const client = connect(desk, {
    tenantId: 'acme',
    actor,
    credentials: { token: 'planted-4711' },
    transport,
    clock,
    tune: { circuit: { failures: 1, openMs: 1_000 } },
  })
  const call = () => client.once({ subject: 'Printer' })
  answers.push(() => Promise.reject(new TransportError('connect', false, 'refused')))
  await expect(call()).rejects.toMatchObject({ code: 'unavailable' })
  now += 2_000
  answers.push(() => Promise.reject(new RangeError('a fault of the transport')))
  await expect(call()).rejects.toMatchObject({ message: expect.stringContaining('a fault of the transport') as string })
  answers.push(() => ({ body: '{"id":"1","subject":"Printer"}' }))
  expect(await call()).toEqual({ id: '1', subject: 'Printer' })
})
