const usualTime = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?Z$/

/** A UTC time as nearly every vendor writes it. `Date.parse` accepts each of them, but takes four times as long. */
export function isUsualTime(text: string): boolean {
  return usualTime.test(text)
}

/**
 * What a text must satisfy for a destination to keep it as a time. Cheap on purpose: it runs on every record, and one regular
 * expression for all forms would cost more than the rest of the check. Days that no calendar has are left for the destination to
 * refuse.
 */
export function isTime(text: string): boolean {
  return usualTime.test(text) || isOtherTime(text)
}

function isOtherTime(text: string): boolean {
  const { length } = text
  if (length < 20 || !isDay(text)) return false
  const separator = text.charCodeAt(10)
  if (separator !== 0x54 && separator !== 0x74 && separator !== 0x20) return false
  if (text.charCodeAt(13) !== 0x3a || text.charCodeAt(16) !== 0x3a) return false
  if (two(text, 11) > 23 || two(text, 14) > 59 || two(text, 17) > 60) return false
  const last = text.charCodeAt(length - 1)
  if (last === 0x5a || last === 0x7a) return length === 20 || isFraction(text, 19, length - 1)
  const sign = text.charCodeAt(length - 6)
  if ((sign !== 0x2b && sign !== 0x2d) || text.charCodeAt(length - 3) !== 0x3a) return false
  if (two(text, length - 5) > 23 || two(text, length - 2) > 59) return false
  return length === 25 || isFraction(text, 19, length - 6)
}

export function isDate(text: string): boolean {
  return text.length === 10 && isDay(text)
}

function isDay(text: string): boolean {
  if (text.charCodeAt(4) !== 0x2d || text.charCodeAt(7) !== 0x2d) return false
  const month = two(text, 5)
  const day = two(text, 8)
  return two(text, 0) < 100 && two(text, 2) < 100 && month >= 1 && month <= 12 && day >= 1 && day <= 31
}

/** Two digits as a number; 100 or more where they are not digits. */
function two(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 0x30
  const ones = text.charCodeAt(at + 1) - 0x30
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : 100
}

function isFraction(text: string, from: number, to: number): boolean {
  if (text.charCodeAt(from) !== 0x2e || to - from < 2) return false
  for (let at = from + 1; at < to; at++) {
    const digit = text.charCodeAt(at)
    if (digit < 0x30 || digit > 0x39) return false
  }
  return true
}
