import type { Applied, AppliedScheme, SignedScheme, Token, TokenScheme } from '../contract/scheme.ts'
import type { Origin, VendorIdentity } from '../contract/vendor-definition.ts'
import { checkCredentials } from '../auth/credential-check.ts'
import { endpointUrl } from '../auth/endpoint-url.ts'
import { createTokenSource, type TokenSource } from '../auth/token-source.ts'
import { describeIssues, parse } from '../call/validate.ts'
import { HostNotAllowed } from '../http/host-not-allowed.ts'
import { headerValue } from '../http/header-value.ts'
import { locate, matchHost, originOf } from '../http/host-pin.ts'
import { type Base, renderOrigin } from '../http/origin-template.ts'
import { InvalidRequest } from '../http/invalid-request.ts'
import { pinnedFetch } from '../http/pinned-fetch.ts'
import type { Transport } from '../http/transport.ts'
import type { Clock } from '../ports/clock.ts'
import type { ConnectionReference } from '../ports/secrets.ts'
import type { Telemetry } from '../ports/telemetry.ts'
import type { Tokens } from '../ports/tokens.ts'
import { createRedactor, type Redactor } from '../telemetry/redaction.ts'
import { countedScheme } from './counted-scheme.ts'
import { withLearningRedactor } from './learning-redactor.ts'
import { secretsOfCredential } from './secrets-of.ts'
import { tokenKey } from './token-key.ts'

/** The connection can't be used as it was configured: nothing was sent. */
export class ConnectionProblem extends Error {
  readonly code: 'invalid_input' | 'unauthenticated'
  constructor(code: 'invalid_input' | 'unauthenticated', message: string) {
    super(message)
    this.code = code
  }
}

/** Credentials and settings of one account, checked and ready to be applied. */
export interface Connection {
  /** Origins known without a token, by name. */
  readonly origins: Readonly<Record<string, Base>>
  /** Names of the origins that code has overridden. */
  readonly overridden: readonly string[]
  /** The vendor's headers that contain a setting: as stated, and as filled in for this connection. */
  readonly headers: readonly { readonly name: string; readonly stated: string; readonly value: string }[]
  readonly redact: Redactor
  readonly applied: Applied | undefined
  readonly sign: SignedScheme<unknown>['sign'] | undefined
  readonly tokens: TokenSource | undefined
  readonly applyToken: ((token: Token) => Applied) | undefined
  readonly credential: unknown
}

export interface ConnectionInput {
  readonly vendor: VendorIdentity
  readonly settings: Readonly<Record<string, unknown>>
  readonly credentials: unknown
  readonly originOverrides: Readonly<Record<string, string>>
  readonly transport: Transport
  readonly tokens: Tokens
  readonly reference: ConnectionReference
  readonly clock: Clock
  readonly telemetry: Telemetry | undefined
  readonly timeoutMs: number
}

export function openConnection(input: ConnectionInput): Connection {
  const { vendor } = input
  const settings = checkSettings(vendor, input.settings)
  const origins: Record<string, Base> = {}
  for (const [name, origin] of Object.entries(vendor.origins)) {
    const override = input.originOverrides[name]
    if (override !== undefined) origins[name] = baseOf(override)
    else if (typeof origin === 'string') origins[name] = fill(origin, settings)
  }
  for (const name of Object.keys(input.originOverrides)) {
    if (!Object.hasOwn(vendor.origins, name)) {
      throw new ConnectionProblem(
        'invalid_input',
        `origins.${name}: ${vendor.id} has no such origin; it has ${Object.keys(vendor.origins).join(', ')}`,
      )
    }
  }
  const chosen = checkCredentials(vendor.id, vendor.auth, input.credentials)
  if ('problem' in chosen) throw new ConnectionProblem('unauthenticated', chosen.problem)
  const scheme = chosen.scheme
  const { credential } = chosen
  const secrets = secretsOfCredential(scheme, credential)
  const base = {
    origins,
    headers: headersOf(vendor, settings),
    overridden: Object.keys(input.originOverrides),
    redact: createRedactor(secrets),
    credential,
    applied: undefined,
    sign: undefined,
    tokens: undefined,
    applyToken: undefined,
  }
  if ('acquire' in scheme) {
    const names = { connector: vendor.id, scheme: chosen.name }
    const tokenScheme = countedScheme(scheme as unknown as TokenScheme<unknown>, input.telemetry, names)
    const reroute = rerouter(origins, input, settings)
    const endpoints = tokenScheme.hosts.map((host) => originOf(reroute(endpointUrl(host, settings).href)))
    const fetch = pinnedFetch(input.transport, endpoints, input.timeoutMs)
    const tokens = createTokenSource({
      scheme: tokenScheme,
      key: tokenKey(input.reference, chosen.name),
      tokens: input.tokens,
      credential: () => credential,
      settings,
      fetch: (url, init) => fetch(reroute(url), init),
      now: input.clock.now,
    })
    return { ...base, ...withLearningRedactor(tokens, secrets), applyToken: tokenScheme.apply }
  }
  if ('sign' in scheme) return { ...base, sign: scheme.sign as SignedScheme<unknown>['sign'] }
  return { ...base, applied: (scheme as unknown as AppliedScheme<unknown>).apply(credential) }
}

/** The origin to send to, by name; one that comes with the token is checked against its declared patterns. */
export function originFor(connection: Connection, vendor: VendorIdentity, name: string, token: Token | undefined): Base {
  const known = connection.origins[name]
  if (known !== undefined) return known
  const declared = vendor.origins[name] as Exclude<Origin, string>
  const given = token?.fields[declared.fromToken]
  if (typeof given !== 'string') throw new HostNotAllowed(`the token answer has no ${declared.fromToken} to send to`)
  const base = baseOf(given)
  const { host } = locate(given)
  if (!declared.hosts.some((pattern) => matchHost(pattern, host))) {
    throw new HostNotAllowed(`${declared.fromToken} of the token names a host outside ${declared.hosts.join(', ')}`)
  }
  return base
}

/** True for an origin that the connector declares, or that code has substituted for one. */
export function declares(connection: Connection, origin: string): boolean {
  return Object.values(connection.origins).some((base) => base.origin === origin)
}

function baseOf(url: string): Base {
  const { origin, path } = locate(url)
  return { origin, path: path.replace(/[?].*$/, '').replace(/\/$/, '') }
}

function fill(template: string, settings: Readonly<Record<string, unknown>>): Base {
  try {
    return renderOrigin(template, settings)
  } catch (error) {
    if (!(error instanceof InvalidRequest)) throw error
    throw new ConnectionProblem('invalid_input', `settings.${error.field}: ${error.message}`)
  }
}

function headersOf({ headers = {} }: VendorIdentity, settings: Readonly<Record<string, unknown>>): Connection['headers'] {
  const withSettings = Object.entries(headers).filter(([, stated]) => settingIn.test(stated))
  try {
    return withSettings.map(([name, stated]) => ({ name: name.toLowerCase(), stated, value: fillHeader(stated, settings) }))
  } catch (error) {
    if (!(error instanceof InvalidRequest)) throw error
    throw new ConnectionProblem('invalid_input', `settings.${error.field}: ${error.message}`)
  }
}

const settingIn = /\{[^{}]+\}/

function fillHeader(stated: string, settings: Readonly<Record<string, unknown>>): string {
  return stated.replaceAll(/\{([^{}]+)\}/g, (_whole, name: string) => {
    const value = Object.hasOwn(settings, name) ? settings[name] : undefined
    if (typeof value !== 'string' || value === '')
      throw new InvalidRequest(name, 'is missing from the settings of this connection')
    return headerValue(name, value)
  })
}

/**
 * Where a URL leads once code has overridden origins: a token endpoint on one of the vendor's origins moves with it, so that a
 * GitHub Enterprise host or an emulator receives its own credentials.
 */
function rerouter(origins: Connection['origins'], input: ConnectionInput, settings: ConnectionInput['settings']) {
  const moved = Object.keys(input.originOverrides).flatMap((name) => {
    const declared = input.vendor.origins[name]
    return typeof declared === 'string' ? [{ from: fill(declared, settings), to: origins[name]! }] : []
  })
  return (url: string): string => {
    for (const { from, to } of moved) {
      const rest = url.slice(from.origin.length + from.path.length)
      if (url.startsWith(from.origin + from.path) && /^(?:$|[/?])/.test(rest)) return to.origin + to.path + rest
    }
    return url
  }
}

function checkSettings(vendor: VendorIdentity, settings: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  if (!vendor.settings) {
    const extra = Object.keys(settings)
    if (extra.length > 0) throw new ConnectionProblem('invalid_input', `settings.${extra[0]}: ${vendor.id} takes no settings`)
    return settings
  }
  const parsed = parse(vendor.settings, settings)
  if (parsed.issues) throw new ConnectionProblem('invalid_input', `settings: ${describeIssues(parsed.issues)}`)
  return parsed.data as Readonly<Record<string, unknown>>
}
