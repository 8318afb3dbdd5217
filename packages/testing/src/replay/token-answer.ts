import { hostFromToken, type Subject } from './subject.ts'
import type { Reply, Sent } from './scripted-transport.ts'

/** The prefix of every access token that the replay issues; it is searched for like the credentials. */
export const plantedToken = 'planted-access-token'

/**
 * Answers for a vendor's token endpoint, in the shapes of OAuth 2 and of GitHub's installation tokens: `count` makes each token a
 * new one. Undefined where the request goes to no token endpoint.
 */
export function tokenAnswer({ scheme, settings, connector }: Subject, sent: Sent, count: number): Reply | undefined {
  if (!('acquire' in scheme)) return undefined
  const origins = scheme.hosts.map(
    (host) => new URL(host.replaceAll(/\{([^{}]+)\}/g, (_, name: string) => String(settings[name]))).origin,
  )
  if (!origins.includes(sent.origin)) return undefined
  const token = `${plantedToken}-${count}`
  const origin = Object.values(connector.vendor.origins).find((declared) => typeof declared !== 'string')
  const answer = {
    access_token: token,
    token_type: 'bearer',
    expires_in: 3_600,
    token,
    expires_at: new Date(sent.at + 3_600_000).toISOString(),
    ...(origin && typeof origin !== 'string' && { [origin.fromToken]: `https://${hostFromToken(origin.hosts[0]!)}` }),
  }
  return { status: 201, headers: { 'content-type': 'application/json' }, body: Buffer.from(JSON.stringify(answer)) }
}
