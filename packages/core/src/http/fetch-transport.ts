import { HostNotAllowed } from './host-not-allowed.ts'
import { FetchAttempt } from './fetch-attempt.ts'
import { originOf } from './host-pin.ts'
import { TransportError } from './transport-error.ts'
import type { Transport } from './transport.ts'

export interface FetchTransportOptions {
  /** Default: the global one, looked up at each request. */
  readonly fetch?: typeof fetch
}

/** A transport over `fetch`, for runtimes without undici and for recording. It can rarely tell that a request was not sent. */
export function fetchTransport(options: FetchTransportOptions = {}): Transport {
  return {
    name: 'fetch',
    async request(request) {
      try {
        if (originOf(request.origin) !== request.origin)
          throw new HostNotAllowed(`'${request.origin}' is not a normalised origin`)
      } catch (error) {
        throw new TransportError('not_allowed', false, (error as Error).message, error)
      }
      return new FetchAttempt(request, options.fetch ?? fetch).run()
    },
    close: async () => {},
  }
}
