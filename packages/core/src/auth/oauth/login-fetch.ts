import type { TokenRequest } from '../../contract/scheme.ts'
import { pinnedFetch } from '../../http/pinned-fetch.ts'
import { undiciTransport } from '../../http/undici-transport.ts'

const timeoutMs = 30_000

/** Reaches one endpoint during a login, through the environment's proxy as every call does, and keeps no connection. */
export function loginFetch(endpoint: URL): TokenRequest<unknown>['fetch'] {
  return async (url, init) => {
    const transport = undiciTransport({ connections: 1 })
    try {
      return await pinnedFetch(transport, [endpoint.origin], timeoutMs)(url, init)
    } finally {
      await transport.close()
    }
  }
}
