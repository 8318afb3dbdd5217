import type { Deliveries } from '../deliveries.ts'

/** Webhook deliveries that this process has seen, each until its time is over. */
export function memoryDeliveries(): Deliveries {
  const seen = new Map<string, number>()
  return {
    first({ tenantId, connector, id, at, keptForMs }) {
      for (const [key, until] of seen) {
        // In order of arrival, which is near enough the order of expiry for the sweep to stop at the first that is kept.
        if (until > at) break
        seen.delete(key)
      }
      const key = JSON.stringify([tenantId, connector, id])
      const until = seen.get(key)
      if (until !== undefined && until > at) return false
      seen.delete(key)
      seen.set(key, at + keptForMs)
      return true
    },
  }
}
