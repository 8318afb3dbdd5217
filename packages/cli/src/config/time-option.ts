import { type Duration, milliseconds } from '@portico/core'
import { Mistake } from '../mistake.ts'

/** A duration in options and configuration: `30d`, `36h`. */
export const durationShape = /^\d+(?:ms|s|m|h|d)$/

/** An option that is a time, or a duration from now; returned as RFC 3339. */
export function timeOf(option: string, text: string): string {
  if (durationShape.test(text)) return new Date(Date.now() + milliseconds(text as Duration)).toISOString()
  if (!Number.isNaN(Date.parse(text))) return new Date(text).toISOString()
  throw new Mistake('usage', option, `'${text}' is not a time`, `write ${option} 30d, or ${option} 2026-12-01T00:00:00Z`)
}

/** An option that is a duration, in milliseconds. */
export function durationOf(option: string, text: string): number {
  if (durationShape.test(text)) return milliseconds(text as Duration)
  throw new Mistake('usage', option, `'${text}' is not a duration`, `write ${option} 30d`)
}
