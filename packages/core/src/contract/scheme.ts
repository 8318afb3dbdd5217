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
  /** Other fields of the token answer, such as Salesforce's `instance_url`. */
  readonly fields: Readonly<Record<string, unknown>>
  /** A digest of the identity it was acquired for; absent if a login stored it. Set by core. */
  readonly identity?: string
}

/** What a token scheme may reach: its own token endpoint through `fetch` (pinned by core to `hosts`), and a clock. */
export interface TokenRequest<Credential> {
  readonly credential: Credential
  readonly settings: Readonly<Record<string, unknown>>
  /** The last stored token. It may have expired, or the vendor may just have refused it. */
  readonly previous: Token | undefined
  readonly fetch: (url: string, init?: RequestInit) => Promise<Response>
  readonly now: () => number
  readonly signal: AbortSignal | undefined
}

/**
 * How a connection authenticates. Exactly one of the three functions is there: `apply` for a secret that is sent as it is,
 * `sign` for one that signs each attempt's final bytes, `acquire` for one that is traded for a token first (`apply` then gets
 * the token).
 */
export type Scheme<Credential> = (AppliedScheme<Credential> | SignedScheme<Credential> | TokenScheme<Credential>) & {
  readonly '~credential'?: Credential
}

interface SchemeBase {
  /** OpenAPI's terms where they exist: `bearer`, `basic`, `apiKey`, `oauth2`. */
  readonly kind: string
  /** What to ask a person for, in order; `secret` values are never shown. A field without a name is the credential itself. */
  readonly fields: readonly CredentialField[]
  /** Scopes and endpoints, for documentation, pins and `portico auth`. No secrets. */
  readonly statement: Readonly<Record<string, unknown>>
}
/** One thing to ask a person for. */
export interface CredentialField {
  readonly name: string
  readonly secret: boolean
  /** True when a connection can do without it, such as the secret of a public OAuth client. */
  readonly optional?: true
}
/** Sends a secret as it is, such as an API key. */
export interface AppliedScheme<Credential> extends SchemeBase {
  readonly apply: (credential: Credential) => Applied
}
/** Signs each attempt's final bytes with a secret. */
export interface SignedScheme<Credential> extends SchemeBase {
  /** The headers to add. Called for every attempt, over the final bytes. */
  readonly sign: (wire: Wire, credential: Credential, signing: Signing) => Readonly<Record<string, string>>
}
/** Trades a credential for a token, which is then sent. */
export interface TokenScheme<Credential> extends SchemeBase {
  /** Token endpoints' URLs; `{name}` is filled from the connection's settings. The scheme can reach nothing else. */
  readonly hosts: readonly string[]
  readonly acquire: (request: TokenRequest<Credential>) => Promise<Token>
  /**
   * The parts of a credential that identify who acts: a client id, a user, the login behind a refresh token. A token stored for
   * another identity is not used. Secrets that rotate are not part of it.
   */
  readonly identity?: (credential: Credential) => unknown
  readonly apply: (token: Token) => Applied
}

/** Any scheme, its credential type erased. `never` in parameter position accepts every concrete one. */
export type AnyScheme = AppliedScheme<never> | SignedScheme<never> | TokenScheme<never>

/** `{ key: 'sk_…' }`: one scheme's name and its credential. */
export type CredentialsOf<Auth> = {
  [Name in keyof Auth]: {
    readonly [N in Name]: Auth[N] extends { readonly '~credential'?: infer Credential } ? Credential : never
  }
}[keyof Auth]
