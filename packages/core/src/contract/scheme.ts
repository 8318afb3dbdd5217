import type { Signing, Wire } from './wire.ts'

/** What a scheme adds to a request. Query values are percent-encoded by core. */
export interface Applied {
  readonly headers?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string>>
}

/** A token as the vendor gave it. */
export interface Token {
  readonly accessToken: string
  /** Epoch milliseconds; without it the token is used until the vendor refuses it. */
  readonly expiresAt?: number
  readonly refreshToken?: string
  readonly scopes?: readonly string[]
  /** The other fields of the token answer, such as Salesforce's `instance_url`. */
  readonly fields: Readonly<Record<string, unknown>>
  /** A digest of whom it was acquired for; absent where a login stored it. Written by core. */
  readonly identity?: string
}

/** What a token scheme may reach: its own token endpoint through `fetch` (pinned by core to `hosts`), and a clock. */
export interface TokenRequest<Credential> {
  readonly credential: Credential
  readonly settings: Readonly<Record<string, unknown>>
  /** The token that was stored last, perhaps expired, perhaps refused by the vendor just now. */
  readonly previous: Token | undefined
  readonly fetch: (url: string, init?: RequestInit) => Promise<Response>
  readonly now: () => number
  readonly signal: AbortSignal | undefined
}

/**
 * How a connection proves who it is. Exactly one of the three functions is there: `apply` for a secret that is sent as it is,
 * `sign` for one that signs each attempt's final bytes, `acquire` for one that is traded for a token first (`apply` then gets
 * the token).
 */
export type Scheme<Credential> = (AppliedScheme<Credential> | SignedScheme<Credential> | TokenScheme<Credential>) & {
  readonly '~credential'?: Credential
}

interface SchemeBase {
  /** OpenAPI's words where it has them: `bearer`, `basic`, `apiKey`, `oauth2`. */
  readonly kind: string
  /** What to ask a person for, in order; `secret` values are never shown. One without a name is the credential itself. */
  readonly fields: readonly CredentialField[]
  /** Scopes and endpoints, for documentation, pins and `portico auth`. No secret. */
  readonly statement: Readonly<Record<string, unknown>>
}
/** One thing to ask a person for. */
export interface CredentialField {
  readonly name: string
  readonly secret: boolean
  /** A connection can do without it, such as the secret of a public OAuth client. */
  readonly optional?: true
}
/** Sends a secret as it is, such as an API key. */
export interface AppliedScheme<Credential> extends SchemeBase {
  readonly apply: (credential: Credential) => Applied
}
/** Signs each attempt's final bytes with a secret. */
export interface SignedScheme<Credential> extends SchemeBase {
  /** Headers to add. Called at every attempt, over the final bytes. */
  readonly sign: (wire: Wire, credential: Credential, signing: Signing) => Readonly<Record<string, string>>
}
/** Trades a credential for a token, which is then sent. */
export interface TokenScheme<Credential> extends SchemeBase {
  /** Token endpoints' URLs; `{name}` is filled from the connection's settings. Nothing else is reached. */
  readonly hosts: readonly string[]
  readonly acquire: (request: TokenRequest<Credential>) => Promise<Token>
  /**
   * What of a credential says who acts: a client's id, a user, the login that a refresh token came of. A stored token of another one is
   * not used. A secret that is rotated is no part of it.
   */
  readonly identity?: (credential: Credential) => unknown
  readonly apply: (token: Token) => Applied
}

/** Any scheme, its credential erased. `never` in parameter position accepts every concrete one. */
export type AnyScheme = AppliedScheme<never> | SignedScheme<never> | TokenScheme<never>

/** `{ key: 'sk_…' }`: one scheme's name and its credential. */
export type CredentialsOf<Auth> = {
  [Name in keyof Auth]: {
    readonly [N in Name]: Auth[N] extends { readonly '~credential'?: infer Credential } ? Credential : never
  }
}[keyof Auth]
