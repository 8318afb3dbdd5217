import { connect, memoryAudit, memoryEvents, memoryStore, type Transport } from '@portico/core'
import { expect, test } from 'vitest'
import { desk } from './desk.ts'
import { failure } from './failure.ts'

const strange = ['a\u0000b', 'a\nb', 'half \uD800', '', 'x'.repeat(257)]

test.each(['correlationId', 'causationId'] as const)(
  'a %s that no event can carry is refused before the vendor is reached, and is in nothing that is written',
  async (name) => {
    const [audit, events] = [memoryAudit(), memoryEvents()]
    let sent = 0
    const transport: Transport = {
      name: 'counting',
      request: async ({ origin, path }) => {
        sent++
        return { status: 200, headers: {}, text: '{"id":"1","subject":"s"}', url: origin + path }
      },
      close: async () => {},
    }
    const client = connect(desk, {
      tenantId: 'acme',
      actor: { type: 'executor_system', id: 'orders' },
      credentials: { token: 't' },
      store: memoryStore(),
      transport,
      audit,
      events,
    })
    for (const id of strange) {
      const error = await failure(client.once({ subject: 's' }, { [name]: id }))
      expect(error).toMatchObject({ code: 'invalid_input', commitState: 'not_sent', issues: [{ path: name }] })
      const bound = client.as({ actor: { type: 'executor_system', id: 'orders' }, [name]: id })
      expect(await failure(bound.once({ subject: 's' }))).toMatchObject({ code: 'invalid_input' })
    }
    expect(sent).toBe(0)
    expect(audit.rows).toHaveLength(2 * strange.length)
    expect([...audit.rows, ...events.events].filter((written) => written[name] !== undefined)).toEqual([])
    await client.once({ subject: 's' }, { [name]: 'طلب 7' })
    expect(events.events.at(-1)).toMatchObject({ [name]: 'طلب 7' })
    await client.close()
  },
)
