/** Remembers webhook deliveries, so that a replayed one is refused. */
export interface Deliveries {
  /** True the first time within `keptForMs`, false for a repeat. */
  first(delivery: { tenantId: string; connector: string; id: string; at: number; keptForMs: number }): boolean | Promise<boolean>
  /** Forgets a delivery whose handler failed, so that the vendor's next sending is not a repeat. */
  forget(delivery: { tenantId: string; connector: string; id: string }): void | Promise<void>
}
