import { connect, memoryStore } from '@portico/core'
import { afterEach, expect, test, vi } from 'vitest'
import { desk } from '../call/desk.ts'

const client = () =>
  connect(desk, {
    tenantId: 'acme',
    actor: { type: 'executor_system', id: 'orders' },
    credentials: { token: 'planted-secret-4711' },
    store: memoryStore(),
  })
const ticket = { id: '1', subject: 'Printer' }
afterEach(() => vi.restoreAllMocks())

test.each([
  ['a client', client],
  ['one for another actor', () => client().as({ actor: { type: 'human', id: 'mona' } })],
])('%s has its operations as properties of its own, each made once', (_, open) => {
  const made = open()
  expect('getTicket' in made).toBe(true)
  expect('getTickets' in made).toBe(false)
  expect(made.getTicket).toBe(made.getTicket)
  expect(Object.keys(made)).toEqual(expect.arrayContaining(['as', 'close', ...Object.keys(desk.operations)]))
  const { getTicket, ...others } = { ...made }
  expect(getTicket).toBe(made.getTicket)
  expect(others.keyed).toBe(made.keyed)
})

test('a test of a service may spy on an operation, and finds it as it was afterwards', async () => {
  const made = client()
  const spy = vi.spyOn(made, 'keyed')
  await expect(made.keyed({ subject: 1 } as never)).rejects.toMatchObject({ code: 'invalid_input' })
  spy.mockResolvedValue(ticket)
  await expect(made.keyed({ subject: 'Printer' })).resolves.toEqual(ticket)
  expect(spy).toHaveBeenCalledTimes(2)
  vi.restoreAllMocks()
  await expect(made.keyed({ subject: 1 } as never)).rejects.toMatchObject({ code: 'invalid_input' })
})
