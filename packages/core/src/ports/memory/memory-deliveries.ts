import type { Deliveries } from '../deliveries.ts'

export interface MemoryDeliveries extends Deliveries {
  /** Lets a delivery in again after handling it failed. */
  forget(delivery: { readonly tenantId: string; readonly connector: string; readonly id: string }): void
  /** How many are currently remembered. */
  readonly size: number
}

/** Webhook deliveries that this process has seen, each until it expires. */
export function memoryDeliveries(): MemoryDeliveries {
  // Grouped by how long they are kept: within a group, the order of arrival is the order of expiry.
  const seen = new Map<number, Map<string, number>>()
  const name = (delivery: { tenantId: string; connector: string; id: string }): string =>
    JSON.stringify([delivery.tenantId, delivery.connector, delivery.id])

  const dropExpired = (at: number): void => {
    for (const [keptForMs, group] of seen) {
      for (const [key, until] of group) {
        if (until > at) break
        group.delete(key)
      }
      if (group.size === 0) seen.delete(keptForMs)
    }
  }
  return {
    first(delivery) {
      const { at, keptForMs } = delivery
      const key = name(delivery)
      dropExpired(at)
      for (const group of seen.values()) if ((group.get(key) ?? at) > at) return false
      const group = seen.get(keptForMs) ?? new Map<string, number>()
      group.delete(key)
      seen.set(keptForMs, group.set(key, at + keptForMs))
      return true
    },
    forget(delivery) {
      for (const group of seen.values()) group.delete(name(delivery))
    },
    get size() {
      return [...seen.values()].reduce((sum, group) => sum + group.size, 0)
    },
  }
}
