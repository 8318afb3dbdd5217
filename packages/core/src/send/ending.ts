import { parseHttpDate } from '../http/http-date.ts'

/** A vendor's deprecation notice: the headers `Deprecation` (RFC 9745) and `Sunset` (RFC 8594). */
export interface Ending {
  readonly deprecation: string | undefined
  readonly sunset: string | undefined
}

/** Undefined for nearly every answer, at the cost of two look-ups. */
export function endingOf(headers: Readonly<Record<string, string>>): Ending | undefined {
  const { deprecation, sunset } = headers
  return deprecation === undefined && sunset === undefined ? undefined : { deprecation, sunset }
}

/** The notice in a sentence of ours: the vendor's dates, if they are dates, and none of its words. */
export function endingWords({ deprecation, sunset }: Ending, now: number): string {
  const since = deprecation === undefined ? undefined : deprecatedAt(deprecation, now)
  const until = sunset === undefined ? undefined : parseHttpDate(sunset, now)
  return [
    since === undefined ? 'the vendor deprecates what it calls' : `the vendor deprecates what it calls as of ${dayOf(since)}`,
    ...(until === undefined ? [] : [`and ends it on ${dayOf(until)}`]),
  ].join(' ')
}

/** `@1688169599`; before the RFC some vendors sent an HTTP date. */
function deprecatedAt(text: string, now: number): number | undefined {
  const seconds = /^@(-?\d{1,12})$/.exec(text)?.[1]
  return seconds === undefined ? parseHttpDate(text, now) : Number(seconds) * 1_000
}

function dayOf(epoch: number): string {
  return new Date(epoch).toISOString().slice(0, 10)
}
