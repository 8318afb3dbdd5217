import type { PorticoEvent } from '@portico/events'

/**
 * `<prefix>.<tenant>.<family>.<event>`, so that a consumer can filter by tenant or by family. A tenant is one token whatever its
 * characters: a dot would make two of it, and a star would be a wildcard.
 */
export function natsSubject(prefix: string, { type, tenantid }: Pick<PorticoEvent, 'type' | 'tenantid'>): string {
  const [, family, event] = type.split('.')
  return `${prefix}.${token(tenantid)}.${family}.${event}`
}

function token(text: string): string {
  return encodeURIComponent(text).replaceAll('.', '%2E').replaceAll('*', '%2A')
}
