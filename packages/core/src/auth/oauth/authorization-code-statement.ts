import type { ClientAuthentication } from './client-authentication.ts'

export interface AuthorizationCodeCredential {
  readonly clientId: string
  /** Absent for a public client. */
  readonly clientSecret?: string
  readonly refreshToken?: string
  readonly accessToken?: string
  /** When `accessToken` expires, epoch milliseconds. */
  readonly expiresAt?: number
}

export interface AuthorizationCodeStatement extends Readonly<Record<string, unknown>> {
  readonly grant: 'authorization_code'
  readonly pkce: 'S256'
  readonly authorizeUrl: string
  readonly tokenUrl: string
  readonly deviceUrl: string | undefined
  readonly revokeUrl: string | undefined
  readonly scopes: readonly string[]
  readonly scopeSeparator: ' ' | ','
  readonly authorizeParameters: Readonly<Record<string, string>>
  readonly issuer: string | undefined
  readonly authMethod: ClientAuthentication
  readonly loginAgainCodes: readonly string[]
}
