import type { IncomingMessage, ServerResponse } from 'node:http'
import { Provider } from 'oidc-provider'
import { createMemoryAdapter } from 'oidc-provider/lib/adapters/memory_adapter.js'
import { rsa } from './keys.ts'
import { listenOnLoopback } from './loopback.ts'

export interface OAuthServer {
  readonly origin: string
  /** Requests that reached the token endpoint since the start or the last `reset`. */
  readonly tokenRequests: number
  /** Grants that succeeded, in order: `refresh_token`, `authorization_code`… */
  readonly granted: readonly string[]
  /** Answers in the server's stead while it is set; true when it did. */
  fault: ((request: IncomingMessage, response: ServerResponse) => boolean) | undefined
  /** What a person at the vendor can do: the access token ends early, the login does not. */
  endAccessToken(accessToken: string): Promise<void>
  reset(): void
  close(): Promise<void>
}

export const redirectUri = 'http://127.0.0.1:9/callback'
export const webClient = { clientId: 'web', clientSecret: 'web-secret-0123456789~*+/=' }
export const publicClient = { clientId: 'command-line' }
export const serviceClient = { clientId: 'service-~1', clientSecret: "secret with spaces & +%:/?'()*!~" }
/** Seconds that an access token lasts. */
export const accessTokenS = 3600

interface Page {
  body: string
}

/** A real OAuth server on loopback: whoever comes to its login page is logged in and agrees. */
export async function startOAuthServer(): Promise<OAuthServer> {
  const loopback = await listenOnLoopback()
  const provider = new Provider(loopback.origin, configuration(loopback.origin))
  const granted: string[] = []
  provider.on('grant.success', (context: { oidc: { params: { grant_type: string } } }) =>
    granted.push(context.oidc.params.grant_type),
  )
  const callback = provider.callback()
  const server = {
    origin: loopback.origin,
    tokenRequests: 0,
    granted,
    fault: undefined as OAuthServer['fault'],
    reset() {
      server.tokenRequests = 0
      granted.length = 0
      server.fault = undefined
    },
    endAccessToken: async (accessToken: string) => (await provider.AccessToken.find(accessToken))?.destroy(),
    close: loopback.close,
  }
  loopback.serve((request, response) => {
    if (request.url === '/token') server.tokenRequests += 1
    if (server.fault?.(request, response)) return
    if (request.url?.startsWith('/interaction/')) void agree(provider, request, response)
    else callback(request, response)
  })
  return server
}

async function agree(provider: Provider, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const { params } = await provider.interactionDetails(request, response)
    const grant = new provider.Grant({ accountId: 'mona', clientId: params.client_id })
    grant.addOIDCScope(params.scope ?? '')
    const grantId = await grant.save()
    await provider.interactionFinished(request, response, { login: { accountId: 'mona' }, consent: { grantId } })
  } catch (error) {
    response.writeHead(500).end(String(error))
  }
}

function configuration(origin: string): Readonly<Record<string, unknown>> {
  const device = 'urn:ietf:params:oauth:grant-type:device_code'
  return {
    adapter: createMemoryAdapter(),
    clients: [
      {
        client_id: webClient.clientId,
        client_secret: webClient.clientSecret,
        redirect_uris: [redirectUri],
        application_type: 'native',
        grant_types: ['authorization_code', 'refresh_token', device],
        token_endpoint_auth_method: 'client_secret_basic',
      },
      {
        client_id: publicClient.clientId,
        redirect_uris: [redirectUri],
        application_type: 'native',
        grant_types: ['authorization_code', 'refresh_token', device],
        token_endpoint_auth_method: 'none',
      },
      {
        client_id: serviceClient.clientId,
        client_secret: serviceClient.clientSecret,
        redirect_uris: [],
        response_types: [],
        grant_types: ['client_credentials'],
        scope: 'read write',
        token_endpoint_auth_method: 'client_secret_basic',
      },
      {
        client_id: 'service-post',
        client_secret: 'post-secret-0123456789',
        redirect_uris: [],
        response_types: [],
        grant_types: ['client_credentials'],
        token_endpoint_auth_method: 'client_secret_post',
      },
    ],
    scopes: ['openid', 'offline_access', 'read', 'write'],
    jwks: { keys: [rsa.privateKey.export({ format: 'jwk' })] },
    cookies: { keys: ['for-tests-only'] },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      deviceFlow: {
        enabled: true,
        userCodeInputSource: (context: Page, form: string) => (context.body = form),
        userCodeConfirmSource: (context: Page, form: string) => (context.body = form),
        successSource: (context: Page) => (context.body = 'done'),
      },
      revocation: { enabled: true, allowedPolicy: () => true },
      resourceIndicators: { enabled: false },
    },
    pkce: { required: () => true },
    interactions: { url: (_context: unknown, interaction: { uid: string }) => `${origin}/interaction/${interaction.uid}` },
    findAccount: (_context: unknown, id: string) => ({ accountId: id, claims: () => ({ sub: id }) }),
    issueRefreshToken: () => true,
    rotateRefreshToken: true,
    ttl: {
      AccessToken: accessTokenS,
      ClientCredentials: accessTokenS,
      DeviceCode: 600,
      Grant: 86_400,
      IdToken: 3600,
      Interaction: 600,
      RefreshToken: 86_400,
      Session: 86_400,
    },
  }
}
