import type { Clock } from '../ports/clock.ts'
import type { ResolvedSecret, Secrets } from '../ports/secrets.ts'
import type { Redactor } from '../telemetry/redaction.ts'
import type { ConnectionSource } from './channel.ts'
import { type Connection, ConnectionProblem, openConnection, type ConnectionInput } from './connection.ts'

export type OpenInput = Omit<ConnectionInput, 'credentials' | 'settings'>

/** Credentials as they are, or a function that gives them with their expiry. */
export function sourceOf(open: OpenInput, credentials: unknown, settings: Readonly<Record<string, unknown>>): ConnectionSource {
  if (typeof credentials !== 'function') return fixedConnection(open, credentials, settings)
  const secrets: Secrets = {
    credentials: credentials as Secrets['credentials'],
    settings: () => settings as Readonly<Record<string, string>>,
  }
  return resolvedConnection(open, secrets)
}

/** Credentials given once. The connection is opened at the first call, so that a mistake becomes that call's error. */
function fixedConnection(input: OpenInput, credentials: unknown, settings: Readonly<Record<string, unknown>>): ConnectionSource {
  let connection: Connection | undefined
  return {
    get known() {
      return connection
    },
    current: () => (connection ??= openConnection({ ...input, credentials, settings })),
  }
}

const defaultTtlMs = 300_000
/** Longer than any call waits for credentials, after which a source that never answered is asked again. */
const patienceMs = 30_000

/** Credentials fetched on demand, by one caller at a time, and used until they expire. */
export function resolvedConnection(input: OpenInput, secrets: Secrets): ConnectionSource {
  let connection: Connection | undefined
  let freshUntil = 0
  let opening: { readonly since: number; readonly answer: Promise<Connection> } | undefined
  let times = 0
  /** The number of the request for credentials that the current connection came from. */
  let newest = 0
  // Calls under way may still be using the previous credentials.
  let redactEarlier: Redactor | undefined
  const { clock, reference } = input

  const open = async (asking: number): Promise<Connection> => {
    const [secret, settings] = await Promise.all([secrets.credentials(reference), secrets.settings?.(reference) ?? {}])
    // A vault that does not know a tenant often returns undefined, whatever its types say.
    if ((secret as ResolvedSecret<unknown> | undefined) === undefined)
      throw new ConnectionProblem(
        'unauthenticated',
        `no credentials were given for ${reference.connector} of ${reference.tenantId}`,
      )
    // An abandoned answer may arrive late, with credentials older than those in use.
    if (connection && asking < newest) return connection
    const opened = openConnection({ ...input, credentials: secret.credentials, settings })
    newest = asking
    const earlier = redactEarlier
    redactEarlier = opened.redact
    connection = earlier ? { ...opened, redact: (value) => opened.redact(earlier(value)) } : opened
    freshUntil = expiryOf(secret, clock)
    return connection
  }

  return {
    get known() {
      return connection
    },
    current() {
      const now = clock.now()
      if (connection && now < freshUntil) return connection
      if (opening && now - opening.since < patienceMs) return opening.answer
      const asked = {
        since: now,
        answer: open(++times).finally(() => {
          if (opening === asked) opening = undefined
        }),
      }
      opening = asked
      return asked.answer
    },
  }
}

function expiryOf(secret: ResolvedSecret<unknown>, clock: Clock): number {
  return secret.expiresAt ?? clock.now() + defaultTtlMs
}
