import { readProxyEnvironment } from './proxy-environment.ts'
import type { Transport, TransportRequest, TransportResponse } from './transport.ts'
import type { UndiciSender, UndiciSenderOptions } from './undici-sender.ts'

export interface UndiciTransportOptions {
  /** Most connections per origin, each with one request at a time. Default: 32. */
  readonly connections?: number
  /** Most origins with open pools; beyond it the least recently used is closed. Default: 256. */
  readonly origins?: number
  /** Default: the process's. `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` are read once, here; lower case wins. */
  readonly environment?: Readonly<Record<string, string | undefined>>
  /** Certificate authorities to trust instead of the system's, in PEM. */
  readonly certificateAuthorities?: string | readonly string[]
}

/** The default transport: keep-alive pools of undici, HTTP/1.1. Loads undici at the first request, not at import. */
export function undiciTransport(options: UndiciTransportOptions = {}): Transport {
  const senderOptions: UndiciSenderOptions = {
    connections: options.connections ?? 32,
    origins: options.origins ?? 256,
    certificateAuthorities: options.certificateAuthorities,
    proxies: readProxyEnvironment(options.environment ?? process.env),
  }
  let loading: Promise<UndiciSender> | undefined
  let sender: UndiciSender | undefined

  async function load(): Promise<UndiciSender> {
    const { createUndiciSender } = await import('./undici-sender.ts')
    sender = createUndiciSender(senderOptions)
    return sender
  }

  return {
    name: 'undici',
    request(request: TransportRequest): Promise<TransportResponse> {
      if (sender !== undefined) return sender.request(request)
      loading ??= load()
      return loading.then((loaded) => loaded.request(request))
    },
    async close(): Promise<void> {
      await (await loading)?.close()
    },
  }
}
