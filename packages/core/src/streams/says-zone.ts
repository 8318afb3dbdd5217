// Behind the time of day: an offset, with minutes or without, or a zone that RFC 2822 names. A year, a weekday or a comment may follow.
const zone =
  /\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?\s*(?:[AP]\.?M\.?\s*)?(?:Z|(?:GMT|UTC?)?[+-]\d\d(?::?\d\d)?|GMT|UTC?|[ECMP][SD]T)(?![\w:])/i

/**
 * True for a text that says in which zone its time of day is. Without one `Date.parse` reads it in the zone of the machine: west of the
 * vendor's, a cursor would pass what nobody has read.
 */
export function saysZone(text: string): boolean {
  return zone.test(text)
}
