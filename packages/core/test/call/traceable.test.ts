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

test('an entity whose id no event can carry goes by its digest, and what is wrong is told in bounds', async () => {
  const [audit, events] = [memoryAudit(), memoryEvents()]
  let id = ''
  const transport: Transport = {
    name: 'telling',
    request: async ({ origin, path }) => ({
      status: 200,
      headers: {},
      text: JSON.stringify({ id, subject: 's' }),
      url: origin + path,
    }),
    close: async () => {},
  }
  const actor = { type: 'executor_system', id: 'orders' } as const
  const client = connect(desk, { tenantId: 'acme', actor, credentials: { token: 't' }, transport, audit, events })
  for (id of ['a\nb', 'half \uD800', 'x'.repeat(1_001)]) {
    await client.once({ subject: 's' })
    const { subject } = events.events.at(-1)!
    expect(subject).toMatch(/^ticket\/sha256:[0-9a-f]{64}$/)
    expect(`${audit.rows.at(-1)!.entity!.type}/${audit.rows.at(-1)!.entity!.id}`).toBe(subject)
  }
  id = 'تذكرة 7'
  await client.once({ subject: 's' })
  expect(events.events.at(-1)!.subject).toBe('ticket/تذكرة 7')

  const wrong = Object.fromEntries(Array.from({ length: 2_000 }, (_, index) => [`${index}${'k'.repeat(2_000)}`, 1]))
  await failure(client.once({ subject: wrong as never }))
  await failure(client.lookedUp({ subject: 's', ...wrong }))
  for (const { data } of events.events.slice(-2)) {
    expect((data['issues'] as string[]).length).toBeLessThanOrEqual(100)
    for (const path of data['issues'] as string[]) expect(path.length).toBeLessThanOrEqual(256)
  }
  await client.close()
})
