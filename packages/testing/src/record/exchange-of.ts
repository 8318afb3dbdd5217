import { isUtf8 } from 'node:buffer'
import { secretForms } from '@portico/core/definition'
import { withFixedBoundary } from '../recording/boundary.ts'
import { recordedHeaders, redacted } from '../recording/compare-request.ts'
import { contentOf } from '../recording/content.ts'
import type { Exchange } from '../recording/recording.ts'
import { withoutBase } from '../replay/replay.ts'
import type { Subject } from '../replay/subject.ts'
import { keptHeaders } from './kept-headers.ts'
import type { Seen } from './recording-transport.ts'
import { withoutKnownSecrets } from './secret-scan.ts'

/** Where the declared origins were while recording: base URLs by origin name. */
export type RecordedOrigins = Readonly<Record<string, string>>

/** The connector that is recorded, and its secrets. */
interface Recorded {
  readonly subject: Subject
  readonly secrets: Iterable<string>
}

/** An exchange as a recording keeps it: the vendor's own URLs, no secret, and no meaningless header. */
export function exchangeOf(
  { subject, secrets }: Recorded,
  origins: RecordedOrigins,
  own: string,
  { request, response }: Seen,
): Exchange | undefined {
  const name = originOf(origins, own, request.origin, request.path)
  if (name === undefined) return undefined
  const base = new URL(origins[name]!)
  const forms = knownForms(secrets)
  const hide = (text: string): string => hidden(forms, asDeclared(subject, origins, text))
  const path = hide(withoutBase({ origin: base.origin, path: base.pathname.replace(/\/$/, '') }, request.path))
  const fixed = withFixedBoundary(request.headers, request.body)
  const headers = Object.fromEntries(
    Object.entries(recordedHeaders(fixed.headers)).map(([key, value]) => [key, hiddenHeader(forms, key, value)]),
  )
  const answered = Object.fromEntries(
    Object.entries(keptHeaders(subject.connector, response.headers)).map(([key, value]) => [key, hide(value)]),
  )
  return {
    request: {
      method: request.method,
      ...(name !== own && { origin: name }),
      path,
      headers,
      ...contentOf(headers, changed(fixed.body, hide)),
    },
    response: { status: response.status, headers: answered, ...contentOf(answered, changed(response.bytes, hide)) },
  }
}

/** The operation's own origin first: two origins may share a place, as in an emulator. */
function originOf(origins: RecordedOrigins, own: string, origin: string, path: string): string | undefined {
  const names = [own, ...Object.keys(origins).filter((name) => name !== own)]
  return names.find((name) => {
    const base = new URL(origins[name]!)
    return base.origin === origin && path.startsWith(base.pathname)
  })
}

/** An emulator's URLs, rewritten as the vendor's. */
function asDeclared({ bases }: Subject, origins: RecordedOrigins, text: string): string {
  let told = text
  for (const [name, from] of Object.entries(origins)) {
    const to = bases[name]!.origin + bases[name]!.path
    const { port, protocol } = new URL(from)
    const places = protocol === 'http:' ? [from, `http://localhost:${port}`] : [from]
    for (const place of places) told = told.replaceAll(place.replace(/\/$/, ''), to)
  }
  return told
}

/** Every form of the secrets, longest first: one may be part of another. */
export function knownForms(secrets: Iterable<string>): readonly string[] {
  return [...secrets].flatMap((secret) => [...secretForms(secret)]).toSorted((one, other) => other.length - one.length)
}

function hidden(forms: readonly string[], text: string): string {
  return withoutKnownSecrets(
    forms.reduce((rest, form) => rest.replaceAll(form, redacted), text),
    redacted,
  )
}

/** Headers that identify the caller, whatever they contain. */
const ofTheCaller: ReadonlySet<string> = new Set(['authorization', 'proxy-authorization', 'cookie'])

/** A header that contains a secret is secret as a whole, however the secret is wrapped in it. */
function hiddenHeader(forms: readonly string[], name: string, value: string): string {
  return ofTheCaller.has(name) || hidden(forms, value) !== value ? redacted : value
}

function changed(bytes: Uint8Array | undefined, change: (text: string) => string): Uint8Array | undefined {
  if (bytes === undefined) return undefined
  // Latin-1 keeps every byte as one character, so that binary content survives.
  const encoding = isUtf8(bytes) ? 'utf8' : 'latin1'
  const text = Buffer.from(bytes).toString(encoding)
  const told = change(text)
  return told === text ? bytes : Buffer.from(told, encoding)
}
