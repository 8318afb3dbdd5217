import type { ConnectionReference } from '../ports/secrets.ts'

/** The key under which the store keeps a connection's token: one per scheme, account and tenant. */
export function tokenKey({ tenantId, account, connector }: ConnectionReference, scheme: string): string {
  return [tenantId, account, connector, scheme].map(encodeURIComponent).join('/')
}
