import { isDeepStrictEqual } from 'node:util'
import { withFixedBoundary } from './boundary.ts'
import { bytesOf, isForm, isJson } from './content.ts'
import type { Exchange } from './recording.ts'

/** Replaces secrets in a recording: any non-empty value matches it. */
export const redacted = '[redacted]'

export interface SentRequest {
  readonly method: string
  /** Path with query, without the fixed path of the origin. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array | undefined
}

/** Headers that belong to the connection rather than the operation. */
const ofTheConnection: ReadonlySet<string> = new Set([
  'host',
  'connection',
  'content-length',
  'transfer-encoding',
  'accept-encoding',
  'accept-language',
  'sec-fetch-mode',
])

/** The headers that a recording of a request keeps. */
export function recordedHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !ofTheConnection.has(name)))
}

/** Whether a request goes where the recorded one went; the order of query parameters does not matter. */
export function sameTarget(
  recorded: Pick<Exchange['request'], 'method' | 'path'>,
  sent: Pick<SentRequest, 'method' | 'path'>,
): boolean {
  if (recorded.method !== sent.method) return false
  if (recorded.path === sent.path) return true
  const [path, query] = split(recorded.path)
  const [sentPath, sentQuery] = split(sent.path)
  return path === sentPath && samePairs(query, sentQuery)
}

/** How the sent request differs from the recorded one, one line each. */
export function differences(recorded: Exchange['request'], sent: SentRequest): string[] {
  const found: string[] = []
  if (!sameTarget(recorded, sent)) found.push(`recorded ${recorded.method} ${recorded.path}, sent ${sent.method} ${sent.path}`)
  const fixed = withFixedBoundary(sent.headers, sent.body)
  const headers = recordedHeaders(fixed.headers)
  for (const name of new Set([...Object.keys(recorded.headers), ...Object.keys(headers)])) {
    const [was, is] = [recorded.headers[name], headers[name]]
    if (was === is || (was === redacted && is)) continue
    found.push(`header ${name}: recorded ${quoted(was)}, sent ${quoted(is)}`)
  }
  if (!sameBody(recorded, fixed.body)) {
    found.push(`body: recorded ${quoted(textOf(bytesOf(recorded)))}, sent ${quoted(textOf(fixed.body))}`)
  }
  return found
}

function sameBody(recorded: Exchange['request'], sent: Uint8Array | undefined): boolean {
  const was = bytesOf(recorded)
  const [before, now] = [textOf(was), textOf(sent)]
  if (before === now) return was === undefined || Buffer.from(was).equals(sent!)
  if (before === undefined || now === undefined) return false
  if (isJson(recorded.headers)) return isDeepStrictEqual(valueOf(before), valueOf(now))
  return isForm(recorded.headers) && samePairs(before, now)
}

function valueOf(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch (error) {
    if (error instanceof SyntaxError) return json
    throw error
  }
}

function samePairs(one: string, other: string): boolean {
  const [first, second] = [pairs(one), pairs(other)]
  return (
    first.length === second.length &&
    first.every(([name, value], index) => {
      const [otherName, otherValue] = second[index]!
      return name === otherName && (value === otherValue || (value === redacted && otherValue !== ''))
    })
  )
}

function pairs(query: string): (readonly [string, string])[] {
  // Sorted by name only: equal names are a list, whose order matters.
  return [...new URLSearchParams(query)].toSorted(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0))
}

function split(path: string): [string, string] {
  const mark = path.indexOf('?')
  return mark === -1 ? [path, ''] : [path.slice(0, mark), path.slice(mark + 1)]
}

function textOf(bytes: Uint8Array | undefined): string | undefined {
  return bytes === undefined || bytes.length === 0 ? undefined : Buffer.from(bytes).toString('utf8')
}

function quoted(text: string | undefined): string {
  return text === undefined ? 'none' : `'${text.length > 300 ? `${text.slice(0, 300)}…` : text}'`
}
