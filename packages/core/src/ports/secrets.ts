/** Which connection credentials are asked for. */
export interface ConnectionReference {
  readonly tenantId: string
  readonly connector: string
  readonly account: string
}

/** Credentials, and for how long they may be kept. */
export interface ResolvedSecret<Credentials> {
  readonly credentials: Credentials
  /** Epoch milliseconds until which the answer may be used again. Without it: five minutes. */
  readonly expiresAt?: number
}

/** Where credentials come from. Asked at need and cached by the answer's own expiry, so a rotated secret needs no restart. */
export interface Secrets {
  credentials(reference: ConnectionReference): Promise<ResolvedSecret<unknown>> | ResolvedSecret<unknown>
  settings?(reference: ConnectionReference): Promise<Readonly<Record<string, string>>> | Readonly<Record<string, string>>
}
