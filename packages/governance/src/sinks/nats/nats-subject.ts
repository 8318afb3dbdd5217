import type { PorticoEvent } from '@portico/events'

/**
 * `<prefix>.<tenant>.<family>.<event>`, so that consumers can filter by tenant or family. A tenant is encoded as one token: a dot
 * in it would make two, and a star would be a wildcard.
 */
export function natsSubject(prefix: string, { type, tenantid }: Pick<PorticoEvent, 'type' | 'tenantid'>): string {
  const [, family, event] = type.split('.')
  return `${prefix}.${token(tenantid)}.${family}.${event}`
}

function token(text: string): string {
  return encodeURIComponent(text).replaceAll('.', '%2E').replaceAll('*', '%2A')
}
