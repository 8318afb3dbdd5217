import type { Intent } from '@portico/core'
import { afterEach, expect, test, vi } from 'vitest'
import { onEveryStore } from '../store/every-store.ts'
import { task } from '../tasks/task.ts'

const day = 86_400_000
const intent: Intent = {
  tenantId: 'acme',
  client: 'agent',
  actor: { type: 'executor_system', id: 'agent' },
  operation: 'stripe.createRefund',
  argumentsHash: 'hash',
}

onEveryStore('an instance whose clock jumped days ahead', (stores) => {
  // A file's instances share the clock of its machine.
  if (stores.dialect === 'sqlite') return
  const jump = (): void => {
    const real = Date.now
    vi.spyOn(Date, 'now').mockImplementation(() => real() + 3 * day)
  }
  afterEach(() => {
    vi.restoreAllMocks()
  })

  test('joins a write whose outcome nobody knows, and does not make it a second time', async () => {
    const [right, wrong] = [await stores.open(), await stores.open()]
    expect(await right.intents.open(intent, 'first')).toBe('first')
    jump()
    expect(await wrong.intents.open(intent, 'second')).toBe('first')
  })

  test('joins one that was answered a moment ago', async () => {
    const [right, wrong] = [await stores.open(), await stores.open()]
    const answered = { ...intent, argumentsHash: 'answered' }
    await right.intents.open(answered, 'first')
    await right.intents.settle(answered, 'first')
    jump()
    expect(await wrong.intents.open(answered, 'second')).toBe('first')
  })

  test('forgets no task that runs on', async () => {
    const [right, wrong] = [await stores.open(), await stores.open()]
    const kept = await right.tasks.create(task({ expiresAt: Date.now() + day }))
    jump()
    expect(await wrong.tasks.prune(Date.now())).toBe(0)
    expect(await right.tasks.find(kept.tenantId, kept.id)).toBeDefined()
  })
})
