import type { IncomingMessage } from 'node:http'
import { validateHostHeader, validateOriginHeader } from '@modelcontextprotocol/server'

/** Why a request was not meant for this server: a web page can reach it in a browser under a name of its own (DNS rebinding). */
export function strangeHost(request: IncomingMessage, hosts: readonly string[], origins: readonly string[]): string | undefined {
  const host = validateHostHeader(request.headers.host, [...hosts])
  if (!host.ok) return host.message
  const origin = validateOriginHeader(request.headers.origin, [...origins])
  return origin.ok ? undefined : origin.message
}

export const loopbackNames: readonly string[] = ['localhost', '127.0.0.1', '[::1]']

/** True for an address that only this machine can reach. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host)
}
