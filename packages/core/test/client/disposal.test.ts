import { connect, createPortico, memoryStore, type Transport } from '@portico/core'
import { openReading } from '@portico/core/reading'
import { expect, test } from 'vitest'
import { desk } from '../call/desk.ts'

let closed = 0
const transport: Transport = {
  name: 'none',
  request: () => Promise.reject(new Error('nothing is sent here')),
  close: async () => void closed++,
}
const one = { tenantId: 'acme', credentials: { token: 't' }, store: memoryStore(), transport }
test.each([
  ['a client', () => connect(desk, one)],
  ['a client for another actor', () => connect(desk, one).as({ actor: { type: 'human', id: 'mona' } })],
  ['a reading', () => openReading({ vendor: desk.vendor, streams: {} } as never, one)],
])('%s ends with the block that it was opened in', async (_, open) => {
  closed = 0
  {
    await using opened = open()
    expect(opened).toBeDefined()
    expect(closed).toBe(0)
  }
  expect(closed).toBe(1)
})

test('so does what was wired for many tenants', async () => {
  closed = 0
  {
    await using portico = createPortico({
      connectors: { desk },
      connections: { credentials: () => ({ credentials: { token: 't' } }) },
      transport: () => transport,
    })
    await expect(portico.tenant('acme').desk.getTicket({ id: '1' })).rejects.toThrow('nothing is sent here')
    expect(closed).toBe(0)
  }
  expect(closed).toBe(1)
})
