import type { Transport } from '../http/transport.ts'

/**
 * A transport created on first use, and again after it was closed: a binding evicted to save connections still serves a client
 * that someone kept.
 */
export function reopeningTransport(make: () => Transport): Transport {
  let open: Transport | undefined
  return {
    name: 'reopening',
    request(request) {
      open ??= make()
      return open.request(request)
    },
    async close() {
      const closing = open
      open = undefined
      await closing?.close()
    },
  }
}
