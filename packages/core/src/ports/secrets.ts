/** The connection for which credentials are requested. */
export interface ConnectionReference {
  readonly tenantId: string
  readonly connector: string
  readonly account: string
}

/** Credentials, and how long they may be cached. */
export interface ResolvedSecret<Credentials> {
  readonly credentials: Credentials
  /** Epoch milliseconds until which the answer may be reused. Default: five minutes from now. */
  readonly expiresAt?: number
}

/**
 * Where credentials come from. Called on demand and cached until the answer's own expiry, so a rotated secret needs no restart.
 */
export interface Secrets {
  credentials(reference: ConnectionReference): Promise<ResolvedSecret<unknown>> | ResolvedSecret<unknown>
  settings?(reference: ConnectionReference): Promise<Readonly<Record<string, string>>> | Readonly<Record<string, string>>
}
