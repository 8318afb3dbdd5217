import type { Store } from '../store.ts'
import { type MemoryApprovals, memoryApprovals } from './memory-approvals.ts'
import { memoryClaims } from './memory-claims.ts'
import { memoryDeliveries } from './memory-deliveries.ts'
import { memoryTokens } from './memory-tokens.ts'

/** Made by `memoryStore`. */
export interface MemoryStore extends Store {
  readonly approvals: MemoryApprovals
}

/** Keeps everything in this process, for trials and tests. A crash loses it, including which calls may have acted. */
export function memoryStore(options: { now?: () => number } = {}): MemoryStore {
  return {
    claims: memoryClaims(),
    approvals: memoryApprovals(options),
    tokens: memoryTokens(),
    deliveries: memoryDeliveries(),
  }
}
