import { expect, test } from 'vitest'
import { memoryDeliveries } from '../../src/ports/memory/memory-deliveries.ts'

const mark = { tenantId: 'acme', connector: 'github', id: 'one' }

test('a delivery is the first one again when its time is over, and not before', () => {
  const deliveries = memoryDeliveries()
  expect(deliveries.first({ ...mark, at: 0, keptForMs: 100 })).toBe(true)
  expect(deliveries.first({ ...mark, at: 99, keptForMs: 100 })).toBe(false)
  expect(deliveries.first({ ...mark, at: 100, keptForMs: 100 })).toBe(true)
})

test('tenants, connectors and ids are told apart, whatever characters they hold', () => {
  const deliveries = memoryDeliveries()
  const names = ['a', 'a,b', 'a"', 'a\n', '']
  for (const tenantId of names) {
    for (const connector of names) {
      for (const id of names) expect(deliveries.first({ tenantId, connector, id, at: 0, keptForMs: 1 })).toBe(true)
    }
  }
})

test('what has expired is dropped, also behind what is kept longer', () => {
  const deliveries = memoryDeliveries()
  for (let index = 0; index < 1_000; index++) {
    void deliveries.first({ ...mark, id: `long ${index}`, at: index, keptForMs: 2_000 })
    void deliveries.first({ ...mark, id: `short ${index}`, at: index, keptForMs: 10 })
  }
  expect(deliveries.size).toBe(1_010)
  void deliveries.first({ ...mark, at: 10_000, keptForMs: 10 })
  expect(deliveries.size).toBe(1)
})

test('a repeat is one for another time to keep as well, and what is forgotten is new', () => {
  const deliveries = memoryDeliveries()
  void deliveries.first({ ...mark, at: 0, keptForMs: 100 })
  expect(deliveries.first({ ...mark, at: 1, keptForMs: 500 })).toBe(false)
  deliveries.forget(mark)
  expect(deliveries.size).toBe(0)
  expect(deliveries.first({ ...mark, at: 2, keptForMs: 500 })).toBe(true)
})
