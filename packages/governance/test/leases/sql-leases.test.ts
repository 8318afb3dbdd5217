import { expect, test } from 'vitest'
import { onEveryStore } from '../store/every-store.ts'

onEveryStore('leases', (store) => {
  test('an expired lease is taken; a held one is not', async () => {
    const { db, leases } = await store.open()
    const lease = { tenant_id: 'acme', name: 'dispatch', holder: 'a process that was killed' }
    await db
      .insertInto('leases')
      .values({ ...lease, held_until: Date.now() - 1 })
      .execute()
    expect(await leases.exclusively('acme', 'dispatch', async () => 'ran')).toBe('ran')
    await db
      .insertInto('leases')
      .values({ ...lease, held_until: Date.now() + 60_000 })
      .execute()
    const waiting = leases.exclusively('acme', 'dispatch', async () => 'ran', AbortSignal.timeout(50))
    await expect(waiting).rejects.toThrow(/abort/i)
    expect(await leases.exclusively('rival', 'dispatch', async () => 'ran')).toBe('ran')
  })
})
