import type { AnyConnector, AnyScheme } from '@portico/core'
import { Mistake } from '../mistake.ts'
import type { CredentialsFile } from './credentials-file.ts'
import { type ConfiguredCredentials, variablesOf } from './variables.ts'

/** A credential, and where it was found. */
export interface FoundCredentials {
  readonly scheme: string
  /** `{ scheme: credential }`, as `connect` takes it. */
  readonly credentials: Readonly<Record<string, unknown>>
  readonly from: 'function' | 'environment' | 'file'
  /** The environment variables, the file, or the function's location. */
  readonly source: string
}

/** A connection whose credentials are looked up. */
export interface CredentialQuestion {
  /** The connector's name in commands and configuration. */
  readonly name: string
  readonly connector: AnyConnector
  readonly tenantId: string
  readonly account: string
  readonly configured: ConfiguredCredentials
  readonly env: Readonly<Record<string, string | undefined>>
  readonly file: CredentialsFile
}

/**
 * Asks the configured function if there is one; otherwise looks at environment variables, as configured or by convention, then in
 * the credentials file. Undefined if nothing is found; throws a `Mistake` if a part is missing.
 */
export async function findCredentials(question: CredentialQuestion): Promise<FoundCredentials | undefined> {
  const { configured, name, connector, tenantId, account } = question
  if (typeof configured === 'function') {
    const credentials = (await askFunction(name, () => configured({ tenantId, account }))) as Readonly<Record<string, unknown>>
    const scheme = Object.keys(credentials).find((key) => Object.hasOwn(connector.vendor.auth, key)) ?? ''
    return { scheme, credentials, from: 'function', source: `credentials.${name} of the configuration` }
  }
  const looked = schemesOf(question).map(([scheme, definition]) => fromEnvironment(question, scheme, definition))
  const complete = looked.find(({ missing }) => missing.length === 0)
  if (complete) return found(complete)
  const stored = (await question.file.read()).credentials[credentialKey(question)]
  if (stored && Object.keys(stored).length > 0) {
    return { scheme: Object.keys(stored)[0] ?? '', credentials: stored, from: 'file', source: question.file.path }
  }
  const partial = looked.find(({ holdsSecret }) => holdsSecret)
  if (!partial) return undefined
  const [variable = ''] = partial.missing
  throw new Mistake(
    'credentials',
    variable,
    `credentials of ${name} need it beside ${partial.variables.join(', ')}`,
    `set ${variable}`,
  )
}

/** What to say if a connection has no credentials. */
export function missingCredentials(question: Omit<CredentialQuestion, 'file'>): Mistake {
  const { name } = question
  const [first] = schemesOf(question)
  const variables = first ? variablesOf(question, first[0], first[1]) : []
  const names = variables.filter(({ field }) => !('optional' in field)).map(({ variable }) => variable)
  const hint = `${names.length > 0 ? `set ${names.join(' and ')}, or ` : ''}run portico auth login ${name}`
  return new Mistake('credentials', name, 'it has no credentials', hint)
}

/** The key of a connection's credential in the credentials file. */
export function credentialKey({ tenantId, account, name }: Pick<CredentialQuestion, 'tenantId' | 'account' | 'name'>): string {
  return `${tenantId}/${account}/${name}`
}

/** The schemes stated in the configuration, if any; otherwise all. */
function schemesOf({ connector, configured }: Pick<CredentialQuestion, 'connector' | 'configured'>): [string, AnyScheme][] {
  const all = Object.entries(connector.vendor.auth)
  const stated = typeof configured === 'object' ? all.filter(([name]) => Object.hasOwn(configured, name)) : []
  return stated.length > 0 ? stated : all
}

interface Looked {
  readonly scheme: string
  readonly credential: unknown
  readonly variables: readonly string[]
  readonly missing: readonly string[]
  readonly holdsSecret: boolean
}

function fromEnvironment(question: CredentialQuestion, scheme: string, definition: AnyScheme): Looked {
  const values: Record<string, string> = {}
  const variables: string[] = []
  const missing: string[] = []
  let holdsSecret = false
  for (const { field, variable, literal } of variablesOf(question, scheme, definition)) {
    const value = literal ?? question.env[variable]
    if (value === undefined || value === '') {
      if (!('optional' in field)) missing.push(variable)
      continue
    }
    values[field.name] = value
    if (literal === undefined) variables.push(variable)
    if (field.secret) holdsSecret = true
  }
  const single = definition.fields.length === 1 && definition.fields[0]?.name === ''
  return { scheme, credential: single ? values[''] : values, variables, missing, holdsSecret }
}

function found({ scheme, credential, variables }: Looked): FoundCredentials {
  return {
    scheme,
    credentials: { [scheme]: credential },
    from: 'environment',
    source: variables.join(', ') || 'the configuration',
  }
}

async function askFunction(name: string, ask: () => unknown): Promise<object> {
  let answer: unknown
  try {
    answer = await ask()
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'it throws something that is not an Error'
    throw new Mistake(
      'credentials',
      `credentials.${name}`,
      `the function fails: ${reason}`,
      'check that it can reach its vault',
      error,
    )
  }
  if (typeof answer === 'object' && answer !== null) return answer
  throw new Mistake('credentials', `credentials.${name}`, 'the function returns no credentials', 'return { scheme: credential }')
}
