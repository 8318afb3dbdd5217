import type { Token } from '@portico/core'
import { type AuthorizationCodeScheme, type RevokedToken, isAuthorizationCode, revoke } from '@portico/core/oauth'
import type { CommandContext } from '../command-context.ts'
import { type CommonOptions, setUp } from '../config/setup.ts'
import { questionOf, storeOf } from '../connection/open-client.ts'
import { credentialKey, findCredentials } from '../credentials/find-credentials.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import type { Io } from '../io.ts'
import { Mistake } from '../mistake.ts'
import { keyOf } from './auth-list.ts'

export interface RevokeOptions extends CommonOptions {
  readonly local?: boolean
}

/** `portico auth revoke <connector>`: ends the login at the vendor, then forgets it here. */
export async function authRevoke({ io, output, options }: CommandContext<RevokeOptions>, name: string): Promise<ExitCode> {
  const setup = await setUp(io, options)
  const connector = await setup.connector(name)
  const question = questionOf(io, setup, name, connector)
  const { file } = question
  const found = typeof question.configured === 'function' ? undefined : await findCredentials(question)
  const stored = (await file.read()).credentials[credentialKey(question)]
  const tokens = storeOf(setup, name, file).tokens
  const schemes = Object.entries(connector.vendor.auth).filter(([, definition]) => isAuthorizationCode(definition))
  let revoked: readonly RevokedToken[] = []
  let held = stored !== undefined
  let atVendor = 'nothing to revoke there'
  for (const [scheme, definition] of schemes) {
    const key = keyOf(setup, connector, scheme)
    const token = await tokens.read(key)
    if (!token) continue
    held = true
    const oauth = definition as unknown as AuthorizationCodeScheme
    if (options.local) atVendor = 'not asked (--local)'
    else if (oauth.statement.revokeUrl === undefined)
      atVendor = "it takes no revocations: remove the access in the vendor's own settings"
    else {
      const credential = (found?.credentials[scheme] ?? { clientId: '' }) as { readonly clientId: string }
      revoked = await atTheVendor(io, oauth, token, credential, setup.config.settings?.[name] ?? {})
      atVendor = `revoked there: ${revoked.map((kind) => kind.replace('_', ' ')).join(' and ')}`
    }
    await tokens.remove(key)
  }
  if (!held) {
    const from = found?.from === 'environment' ? `it comes from ${found.source}` : 'nothing is kept for this tenant and account'
    throw new Mistake(
      'credentials',
      name,
      from,
      found ? 'unset it, and revoke it at the vendor' : 'portico auth list shows what is',
    )
  }
  await file.update((content) => {
    delete content.credentials[credentialKey(question)]
  })
  if (output.json)
    await output.document({ connector: name, tenantId: setup.tenantId, account: setup.account, revoked, forgotten: true })
  else {
    output.note(`${output.noteStyle.green('✓')} ${name}: forgotten here; at the vendor: ${atVendor}`)
    if (found?.from === 'environment') output.warn(`${found.source} still holds a credential: unset it`)
    if (schemes.length === 0) output.note('  a key that is no longer needed is revoked in the settings of the vendor')
  }
  return exitCode.ok
}

async function atTheVendor(
  io: Io,
  scheme: AuthorizationCodeScheme,
  token: Token,
  credential: { readonly clientId: string },
  settings: Readonly<Record<string, unknown>>,
): Promise<readonly RevokedToken[]> {
  try {
    return await revoke(scheme, token, { credential, settings, signal: io.signal })
  } catch (error) {
    if (io.signal.aborted) throw error
    const reason = error instanceof Error ? error.message : 'no reason given'
    throw new Mistake(
      'login',
      'revoke',
      `the vendor did not revoke it: ${reason}`,
      'try again, or only forget it here with --local',
      error,
    )
  }
}
