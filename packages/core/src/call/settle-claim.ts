import type { Call } from './call.ts'

/** Stores under the key what a repeat of the call needs to find. */
export function settleClaim(call: Call): void | Promise<void> {
  const key = call.claimed
  if (!key) return
  const { claims } = call.binding.store
  const receipt = call.receipt!
  switch (call.commitState) {
    case 'committed':
      return claims.finish(
        key,
        call.error ? { commitState: 'committed', receipt } : { commitState: 'committed', receipt, data: storable(call) },
      )
    case 'unknown':
      return claims.abandon(key, call.lastSentAt ?? call.binding.clock.now())
    default:
      return claims.release(key)
  }
}

function storable(call: Call): string {
  // A stream can't be replayed; its receipt can.
  if (call.operation.delivery !== undefined) return 'undefined'
  const secret = call.operation.definition.audit?.secretOutput
  return JSON.stringify(secret === undefined ? call.output : withoutMembers(call.output, secret))
}

function withoutMembers(value: unknown, names: readonly string[]): unknown {
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name)))
}
