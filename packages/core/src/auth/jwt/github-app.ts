import type { TokenScheme } from '../../contract/scheme.ts'
import { bearerHeader } from '../bearer.ts'
import type { CredentialType } from '../credential-type.ts'
import { endpointTemplate } from '../endpoint-url.ts'
import type { PrivateKey } from './private-key.ts'

export interface GithubAppCredential {
  /** The app's client id (`Iv23…`, which GitHub recommends) or its numeric id. */
  readonly appId: string
  /** As downloaded from the app's settings (PKCS#1 PEM), or in another form. */
  readonly privateKey: PrivateKey
  readonly installationId: string
}

export interface GithubAppOptions {
  /** Default: `https://api.github.com`; GitHub Enterprise Server has `https://HOST/api/v3`. */
  readonly apiOrigin?: string
}

/**
 * A GitHub App acting as one of its installations: an RS256 JWT of the app traded for an installation token, good for an hour.
 * Source: docs.github.com, "Generating a JSON Web Token (JWT) for a GitHub App" and "Create an installation access token for
 * an app", read 2026-11-24.
 */
export function githubApp(
  options: GithubAppOptions = {},
): TokenScheme<GithubAppCredential> & CredentialType<GithubAppCredential> {
  const apiOrigin = endpointTemplate('apiOrigin', options.apiOrigin ?? 'https://api.github.com').replace(/\/$/, '')
  return {
    kind: 'githubApp',
    fields: [
      { name: 'appId', secret: false },
      { name: 'privateKey', secret: true },
      { name: 'installationId', secret: false },
    ],
    statement: { apiOrigin, algorithm: 'RS256' },
    hosts: [apiOrigin],
    identity: ({ appId, installationId }) => ({ appId, installationId }),
    // Loaded on first use, so importing a vendor that merely offers this scheme costs nothing.
    acquire: async (request) => (await import('./installation-token.ts')).installationToken(apiOrigin, request),
    apply: ({ accessToken }) => bearerHeader('the installation token', accessToken),
  }
}
