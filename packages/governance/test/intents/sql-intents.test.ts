import { intentKeptMs, type Intents, lostAnswerMs, memoryIntents } from '@portico/core'
import { expect, test } from 'vitest'
import { onEveryStore } from '../store/every-store.ts'

let now = 1_000_000

function behavesAsIntents(open: () => Promise<Intents>): void {
  const intent = {
    client: 'agent',
    actor: { type: 'human', id: 'ali' } as const,
    tenantId: 'acme',
    operation: 'desk.create',
    argumentsHash: 'hash',
  }

  test('keep the first key until it is settled, and a little longer', async () => {
    const intents = await open()
    const own = { ...intent, argumentsHash: 'one' }
    expect(await intents.open(own, 'a')).toBe('a')
    expect(await intents.open(own, 'b')).toBe('a')
    await intents.settle(own, 'other')
    now += lostAnswerMs
    expect(await intents.open(own, 'b')).toBe('a')
    await intents.settle(own, 'a')
    now += lostAnswerMs - 1
    expect(await intents.open(own, 'b')).toBe('a')
    now += 1
    expect(await intents.open(own, 'b')).toBe('b')
  })

  test('are told apart by client, actor, person, tenant, operation and arguments', async () => {
    const intents = await open()
    const own = { ...intent, argumentsHash: 'two' }
    await intents.open(own, 'a')
    const actors = [
      { actor: { type: 'human', id: 'x' } },
      { actor: { type: 'observer_agent', id: 'ali' } },
      { person: 'mona' },
      { person: 'omar' },
    ] as const
    for (const other of [...actors, { client: 'x' }, { tenantId: 'x' }, { operation: 'x' }, { argumentsHash: 'x' }]) {
      expect(await intents.open({ ...own, ...other }, 'b')).toBe('b')
    }
  })

  test('start anew when a second one is meant, or nothing was done', async () => {
    const intents = await open()
    const own = { ...intent, argumentsHash: 'three' }
    await intents.open(own, 'a')
    await intents.replace(own, 'b')
    await intents.forget(own, 'a')
    await intents.replace(own, 'c')
    await intents.forget(own, 'c')
    expect(await intents.open(own, 'd')).toBe('d')
  })

  test('stay open when one of several that were given the key did nothing', async () => {
    const intents = await open()
    const own = { ...intent, argumentsHash: 'five' }
    await intents.open(own, 'a')
    await intents.open(own, 'b')
    await intents.forget(own, 'a')
    expect(await intents.open(own, 'c')).toBe('a')
    await intents.replace(own, 'd')
    await intents.replace(own, 'd')
    await intents.forget(own, 'd')
    expect(await intents.open(own, 'e')).toBe('d')
  })

  test('are over after a day, settled or not', async () => {
    const intents = await open()
    const own = { ...intent, argumentsHash: 'six' }
    await intents.open(own, 'a')
    now += intentKeptMs - 1
    expect(await intents.open(own, 'b')).toBe('a')
    now += 1
    expect(await intents.open(own, 'b')).toBe('b')
  })

  test('give all that ask at once the same key', async () => {
    const intents = await open()
    const own = { ...intent, argumentsHash: 'four' }
    const keys = await Promise.all(Array.from({ length: 20 }, async (_, index) => intents.open(own, `key-${index}`)))
    expect(new Set(keys).size).toBe(1)
  })
}

onEveryStore('intents', (store) => {
  behavesAsIntents(async () => (await store.open({ now: () => now })).intents)

  test('leave no rows behind that are over', async () => {
    const { intents, db } = await store.open({ now: () => now })
    const intent = {
      client: 'agent',
      actor: { type: 'human', id: 'ali' } as const,
      tenantId: 'acme',
      operation: 'desk.create',
      argumentsHash: 'old',
    }
    await intents.open(intent, 'a')
    now += intentKeptMs
    await intents.open({ ...intent, argumentsHash: 'new' }, 'b')
    expect(await db.selectFrom('intents').select('key').execute()).toEqual([{ key: 'b' }])
  })
})
const inMemory = memoryIntents({ now: () => now })
behavesAsIntents(async () => inMemory)
