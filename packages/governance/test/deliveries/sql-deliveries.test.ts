import { expect, test } from 'vitest'
import { onEveryStore } from '../store/every-store.ts'

onEveryStore('deliveries', (store) => {
  test('one of several instances sees a delivery first', async () => {
    const [one, other] = [await store.open(), await store.open()]
    const delivery = { tenantId: 'acme', connector: 'stripe', id: 'evt_1', at: 1_000, keptForMs: 500 }
    const seen = await Promise.all(
      Array.from({ length: 20 }, async (_, index) => (index % 2 ? one : other).deliveries.first(delivery)),
    )
    expect(seen.filter(Boolean)).toHaveLength(1)
  })

  test('a delivery is first again when its time is over, or its handler failed', async () => {
    const { deliveries } = await store.open()
    const delivery = { tenantId: 'acme', connector: 'stripe', id: 'evt_2', at: 1_000, keptForMs: 500 }
    expect(await deliveries.first(delivery)).toBe(true)
    expect(await deliveries.first({ ...delivery, at: 1_499 })).toBe(false)
    expect(await deliveries.first({ ...delivery, at: 1_500 })).toBe(true)
    await deliveries.forget(delivery)
    expect(await deliveries.first({ ...delivery, at: 1_501 })).toBe(true)
  })

  test('tenants and connectors are kept apart', async () => {
    const { deliveries } = await store.open()
    const delivery = { tenantId: 'acme', connector: 'stripe', id: 'evt_3', at: 1_000, keptForMs: 500 }
    await deliveries.first(delivery)
    await deliveries.forget({ ...delivery, tenantId: 'rival' })
    expect(await deliveries.first({ ...delivery, tenantId: 'rival' })).toBe(true)
    expect(await deliveries.first({ ...delivery, connector: 'github' })).toBe(true)
    expect(await deliveries.first(delivery)).toBe(false)
  })

  test('expired deliveries are removed as others arrive', async () => {
    const { db, deliveries } = await store.open()
    const delivery = { tenantId: 'tidy', connector: 'stripe', at: 10_000, keptForMs: 500 }
    await Promise.all(Array.from({ length: 50 }, async (_, index) => deliveries.first({ ...delivery, id: `evt_${index}` })))
    await deliveries.first({ ...delivery, id: 'later', at: 20_000 })
    expect(await db.selectFrom('deliveries').select('id').where('tenant_id', '=', 'tidy').execute()).toEqual([{ id: 'later' }])
  })
})
