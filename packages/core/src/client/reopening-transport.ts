import type { Transport } from '../http/transport.ts'

/**
 * A transport that is made when first used and again after it was closed: a binding that is evicted to save connections still serves
 * a client that somebody kept.
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
