// After the time of day: an offset, with or without minutes, or a zone named by RFC 2822. A year, weekday or comment may follow.
const zone =
  /\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?\s*(?:[AP]\.?M\.?\s*)?(?:Z|(?:GMT|UTC?)?[+-]\d\d(?::?\d\d)?|GMT|UTC?|[ECMP][SD]T)(?![\w:])/i

/**
 * True for a text that states the zone of its time of day. Without one, `Date.parse` uses the machine's zone: west of the
 * vendor's, a cursor would skip records that were never read.
 */
export function saysZone(text: string): boolean {
  return zone.test(text)
}
