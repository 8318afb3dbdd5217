import type { AnyScheme, Token } from '../contract/scheme.ts'
import { isRecord } from '../auth/is-record.ts'
import { stringsIn } from '../telemetry/redaction.ts'

/** The credential's secret strings, so that they can be redacted from everything that leaves the process. */
export function secretsOfCredential(scheme: AnyScheme, credential: unknown): string[] {
  if (typeof credential === 'string') return textsOf(credential)
  if (!isRecord(credential)) return []
  const secret = new Set(scheme.fields.filter((field) => field.secret).map((field) => field.name))
  return Object.entries(credential).flatMap(([name, value]) => (secret.has(name) ? textsOf(value) : []))
}

/** The secrets in a token answer: both tokens, and what vendors add, such as `id_token` or a second user's token. */
export function secretsOfToken({ accessToken, refreshToken, fields }: Token): string[] {
  return [accessToken, ...(refreshToken === undefined ? [] : [refreshToken]), ...secretFields(fields)]
}

function secretFields(value: unknown): string[] {
  if (!isRecord(value)) return []
  return Object.entries(value).flatMap(([name, part]) =>
    /(?:token|secret|assertion)$/i.test(name) ? stringsIn(part) : secretFields(part),
  )
}

// RFC 7518, 6: the private members of a JWK. The others are public, or common words.
const privateMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'] as const

function textsOf(value: unknown): string[] {
  if (isRecord(value) && 'kty' in value) return privateMembers.flatMap((name) => stringsIn(value[name]))
  return stringsIn(value).flatMap((text) => [text, ...linesOf(text)])
}

/** An error may repeat one line of a PEM text. */
function linesOf(text: string): string[] {
  return text.split(/\r?\n|\\n/).filter((line) => line.length >= 32 && line.length < text.length && !line.startsWith('-----'))
}
