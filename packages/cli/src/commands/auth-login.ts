import type { AnyConnector, AnyScheme, Token } from '@portico/core'
import { tokenKey } from '@portico/core/definition'
import { type AuthorizationCodeScheme, isAuthorizationCode } from '@portico/core/oauth'
import type { CommandContext } from '../command-context.ts'
import { didYouMean } from '../config/nearest.ts'
import { type CommonOptions, type Setup, setUp } from '../config/setup.ts'
import { questionOf, storeOf } from '../connection/open-client.ts'
import { credentialKey } from '../credentials/find-credentials.ts'
import { statedFields } from '../credentials/stated-fields.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import { askCredential } from '../login/ask-credential.ts'
import { loginWithBrowser, loginWithDevice } from '../login/oauth-login.ts'
import { Mistake } from '../mistake.ts'
import { canAsk, createAsk } from '../terminal/ask.ts'

export interface LoginOptions extends CommonOptions {
  readonly scheme?: string
  readonly device?: boolean
  readonly stdin?: boolean
  readonly clientId?: string
  readonly scope?: readonly string[]
  readonly port?: string
  readonly browser?: boolean
}

type LoginContext = CommandContext<LoginOptions>

/** `portico auth login <connector>`: stores a secret, or logs a person in, so that calls find a credential. */
export async function login(context: LoginContext, name: string): Promise<ExitCode> {
  const { io, options } = context
  const setup = await setUp(io, options)
  const connector = await setup.connector(name)
  const [scheme, definition] = await chosenScheme(context, name, connector)
  if (isAuthorizationCode(definition)) return loginOAuth(context, setup, { name, connector, scheme, definition })
  for (const option of ['device', 'clientId', 'scope', 'port'] as const) {
    if (options[option] !== undefined) {
      const flag = `--${option === 'clientId' ? 'client-id' : option}`
      throw new Mistake('usage', flag, `${scheme} of ${name} is not an OAuth login`, 'leave it out')
    }
  }
  const question = questionOf(io, setup, name, connector)
  const fromStdin = options.stdin === true
  const credential = await askCredential(io, { name, scheme, definition, fromStdin, known: {}, skip: [] })
  await question.file.update((content) => {
    content.credentials[credentialKey(question)] = { [scheme]: credential }
  })
  return told(context, setup, { name, scheme, path: question.file.path, token: undefined })
}

interface OAuthTarget {
  readonly name: string
  readonly connector: AnyConnector
  readonly scheme: string
  readonly definition: AuthorizationCodeScheme
}

async function loginOAuth(context: LoginContext, setup: Setup, target: OAuthTarget): Promise<ExitCode> {
  const { io, options } = context
  const { name, connector, scheme, definition } = target
  const question = questionOf(io, setup, name, connector)
  const stated = statedFields(question, scheme, definition)
  const known = { ...stated, ...(options.clientId !== undefined && { clientId: options.clientId }) }
  const credential = (await askCredential(io, {
    name,
    scheme,
    definition,
    fromStdin: options.stdin === true,
    known,
    // The login itself supplies these.
    skip: ['accessToken', 'refreshToken', 'expiresAt'],
  })) as Readonly<Record<string, string>>
  const { clientId = '', clientSecret } = credential
  const client = { clientId, ...(clientSecret !== undefined && { clientSecret }) }
  if (stated['clientId'] === clientId && clientSecret !== stated['clientSecret']) {
    throw new Mistake(
      'credentials',
      'clientSecret',
      'clientId comes from elsewhere, where calls would not find this secret',
      'give both in one place',
    )
  }
  const settings = setup.config.settings?.[name] ?? {}
  const scopes = options.scope
  const token = options.device
    ? await loginWithDevice(context, definition, { credential: client, settings }, { scopes })
    : await loginWithBrowser(
        context,
        definition,
        { credential: client, settings },
        { port: portOf(options.port), browser: options.browser !== false, scopes },
      )
  const reference = { tenantId: setup.tenantId, connector: connector.vendor.id, account: setup.account }
  await storeOf(setup, name, question.file).tokens.write(tokenKey(reference, scheme), token)
  // Anything from the environment or configuration is read there again on each call, so it is not copied.
  if (stated['clientId'] !== clientId) {
    await question.file.update((content) => {
      content.credentials[credentialKey(question)] = { [scheme]: client }
    })
  }
  return told(context, setup, { name, scheme, path: question.file.path, token })
}

async function chosenScheme({ io, options }: LoginContext, name: string, { vendor }: AnyConnector): Promise<[string, AnyScheme]> {
  const schemes = Object.entries(vendor.auth)
  if (options.scheme !== undefined) {
    const given = schemes.find(([scheme]) => scheme === options.scheme)
    if (given) return given
    const names = schemes.map(([scheme]) => scheme)
    const hint = didYouMean(options.scheme, names, `it has ${names.join(', ')}`)
    throw new Mistake('usage', '--scheme', `${name} has no scheme '${options.scheme}'`, hint)
  }
  const oauth = schemes.filter(([, definition]) => isAuthorizationCode(definition))
  const wanted = options.device || options.clientId !== undefined ? oauth : schemes
  const [first] = wanted
  if (!first)
    throw new Mistake(
      'usage',
      '--device',
      `${name} has no OAuth login`,
      `leave it out: ${schemes.map(([scheme]) => scheme).join(', ')}`,
    )
  if (wanted.length === 1) return first
  if (!canAsk(io)) {
    const names = wanted.map(([scheme]) => scheme).join(', ')
    throw new Mistake('usage', '--scheme', `${name} can be logged in to in several ways`, `say which: --scheme ${names}`)
  }
  const ask = await createAsk(io)
  const choices = wanted.map(([value, { kind }]) => ({ value, label: value, hint: kind }))
  const chosen = await ask.one(`How do you log in to ${vendor.title.en}?`, choices)
  return wanted.find(([scheme]) => scheme === chosen) ?? first
}

function portOf(given: string | undefined): number {
  if (given === undefined) return 0
  const port = Number(given)
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port
  throw new Mistake('usage', '--port', `'${given}' is not a port`, 'write a number from 0 to 65535')
}

interface LoggedIn {
  readonly name: string
  readonly scheme: string
  readonly path: string
  readonly token: Token | undefined
}

async function told({ output }: LoginContext, setup: Setup, { name, scheme, path, token }: LoggedIn): Promise<ExitCode> {
  const { tenantId, account } = setup
  const keptIn = token && typeof setup.config.store === 'object' ? "the configuration's store" : path
  const expiresAt = token?.expiresAt === undefined ? undefined : new Date(token.expiresAt).toISOString()
  if (output.json) {
    const scopes = token?.scopes
    await output.document({
      connector: name,
      scheme,
      tenantId,
      account,
      keptIn,
      ...(expiresAt && { expiresAt }),
      ...(scopes && { scopes }),
    })
    return exitCode.ok
  }
  const { noteStyle: style } = output
  output.note(`${style.green('✓')} ${name}: ${scheme} is kept for tenant ${tenantId}, account ${account}, in ${keptIn}`)
  if (token?.scopes && token.scopes.length > 0) output.note(style.dim(`  scopes: ${token.scopes.join(' ')}`))
  if (expiresAt !== undefined)
    output.note(style.dim(`  until ${expiresAt}${token?.refreshToken === undefined ? '' : ', then refreshed'}`))
  output.note(style.dim(`  try it: portico health ${name}`))
  return exitCode.ok
}
