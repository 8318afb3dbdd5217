import { isLoopback } from './host-pin.ts'

export interface ProxyEnvironment {
  readonly http: string | undefined
  readonly https: string | undefined
  readonly exceptions: string
}

/** Reads `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`; as with curl, the lower-case names win. */
export function readProxyEnvironment(environment: Readonly<Record<string, string | undefined>>): ProxyEnvironment {
  return {
    http: environment['http_proxy'] || environment['HTTP_PROXY'] || undefined,
    https: environment['https_proxy'] || environment['HTTPS_PROXY'] || undefined,
    exceptions: environment['no_proxy'] || environment['NO_PROXY'] || '',
  }
}

/** The proxy for an origin; undefined to reach it directly. A proxy's loopback is not ours, so loopback is never proxied. */
export function proxyOf(origin: string, { http, https, exceptions }: ProxyEnvironment): string | undefined {
  const { protocol, hostname, port } = new URL(origin)
  const proxy = protocol === 'https:' ? https : http
  if (proxy === undefined || isLoopback(hostname)) return undefined
  const host = hostname.replace(/^\[|\]$/g, '')
  const entries = exceptions.toLowerCase().split(/[\s,]+/)
  return entries.some((entry) => excepts(entry, host, port || (protocol === 'https:' ? '443' : '80'))) ? undefined : proxy
}

/** `example.com` and `.example.com` match the host and its subdomains, `*.example.com` only subdomains, `*` everything. */
function excepts(entry: string, host: string, port: string): boolean {
  const [, named = entry, entryPort] = /^(\[[^\]]+\]|[^:]+):(\d+)$/.exec(entry) ?? []
  const name = named.replace(/^\[|\]$/g, '')
  if (name === '' || (entryPort !== undefined && entryPort !== port)) return false
  if (name === '*') return true
  const domain = name.replace(/^\*?\./, '').replace(/\.$/, '')
  return host.endsWith(`.${domain}`) || (host === domain && !name.startsWith('*'))
}
