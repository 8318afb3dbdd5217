import type { AnyConnector, Token } from '@portico/core'
import { tokenKey } from '@portico/core/definition'
import type { CommandContext } from '../command-context.ts'
import { type Setup, setUp } from '../config/setup.ts'
import { questionOf, storeOf } from '../connection/open-client.ts'
import { findCredentials, missingCredentials } from '../credentials/find-credentials.ts'
import { time } from '../describe/quantity.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import type { Io } from '../io.ts'
import { Mistake } from '../mistake.ts'
import { listing } from '../terminal/table.ts'

interface Listed {
  readonly connector: string
  readonly state: 'ready' | 'expired' | 'not_logged_in' | 'missing' | 'incomplete'
  readonly scheme?: string
  readonly source?: string
  readonly expiresAt?: string
  readonly refreshable?: boolean
  readonly scopes?: readonly string[]
  /** What to do about it. */
  readonly hint?: string
}

/** `portico auth list`: which connections have credentials, and from where. Shows no secret. */
export async function authList({ io, output, options }: CommandContext): Promise<ExitCode> {
  const setup = await setUp(io, options)
  const listed: Listed[] = []
  for (const name of setup.names) listed.push(await stateOf(io, setup, name))
  if (output.json) {
    await output.document({ tenantId: setup.tenantId, account: setup.account, credentials: listed })
    return exitCode.ok
  }
  if (listed.length === 0) output.note('no connector is installed here: portico init shows how to begin')
  else {
    const { style, width } = output
    const rows = listed.map((each) => [
      style.bold(each.connector),
      each.scheme ?? '–',
      each.state === 'ready' ? style.green('ready') : style.yellow(each.state.replaceAll('_', ' ')),
      [each.source, expiry(each), each.scopes?.join(' '), each.hint]
        .filter((part) => part !== undefined && part !== '')
        .join(' · '),
    ])
    await output.lines(listing(['connector', 'scheme', 'state', 'from'], rows, { width, style }))
  }
  return exitCode.ok
}

function expiry({ expiresAt, refreshable }: Listed): string | undefined {
  if (expiresAt === undefined) return undefined
  const left = Date.parse(expiresAt) - Date.now()
  const words = left > 0 ? `expires in ${time(Math.ceil(left / 60_000) * 60_000)}` : 'expired'
  return refreshable ? `${words}, then refreshed` : words
}

async function stateOf(io: Io, setup: Setup, name: string): Promise<Listed> {
  try {
    const connector = await setup.connector(name)
    if (typeof setup.config.credentials?.[name] === 'function') {
      return { connector: name, state: 'ready', source: `a function of the configuration` }
    }
    const question = questionOf(io, setup, name, connector)
    const found = await findCredentials(question)
    if (!found) return { connector: name, state: 'missing', hint: missingCredentials(question).hint }
    const { scheme, source } = found
    const definition = connector.vendor.auth[scheme]
    if (!definition || !('acquire' in definition)) return { connector: name, state: 'ready', scheme, source }
    const token = await storeOf(setup, name, question.file).tokens.read(keyOf(setup, connector, scheme))
    return {
      connector: name,
      scheme,
      source,
      ...tokenState(token, found.credentials[scheme], definition.statement['grant'], name),
    }
  } catch (error) {
    if (!(error instanceof Mistake)) throw error
    return { connector: name, state: 'incomplete', source: `${error.field}: ${error.message}`, hint: error.hint }
  }
}

/** The key under which core looks up a connection's token. */
export function keyOf(
  { tenantId, account }: Pick<Setup, 'tenantId' | 'account'>,
  connector: AnyConnector,
  scheme: string,
): string {
  return tokenKey({ tenantId, account, connector: connector.vendor.id }, scheme)
}

function tokenState(token: Token | undefined, credential: unknown, grant: unknown, name: string): Omit<Listed, 'connector'> {
  if (token) {
    const refreshable = token.refreshToken !== undefined
    const over = token.expiresAt !== undefined && token.expiresAt <= Date.now() && !refreshable
    return {
      state: over ? 'expired' : 'ready',
      refreshable,
      ...(token.expiresAt !== undefined && { expiresAt: new Date(token.expiresAt).toISOString() }),
      ...(token.scopes && { scopes: token.scopes }),
      ...(over && { hint: `portico auth login ${name}` }),
    }
  }
  const { refreshToken, accessToken } = (credential ?? {}) as Readonly<Record<string, unknown>>
  const needsLogin = grant === 'authorization_code' && refreshToken === undefined && accessToken === undefined
  return needsLogin ? { state: 'not_logged_in', hint: `portico auth login ${name}` } : { state: 'ready' }
}
