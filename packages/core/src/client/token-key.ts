import type { ConnectionReference } from '../ports/secrets.ts'

/** Under which key a connection's token is kept in the store: one scheme of one account of one tenant. */
export function tokenKey({ tenantId, account, connector }: ConnectionReference, scheme: string): string {
  return [tenantId, account, connector, scheme].map(encodeURIComponent).join('/')
}
