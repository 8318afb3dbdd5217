import { milliseconds } from '@portico/core'
import { saysZone } from '@portico/core/definition'
import type { StreamCursor } from '@portico/core/streams'
import { isDate, isUsualTime } from '../record/formats.ts'

/** A cursor's value, as it is in the record. */
export type CursorValue = string | number

/** What a record must hold, by the cursor's type; for error messages. */
export const cursorForms = {
  time: 'a time with its zone, or a date',
  'epoch-seconds': 'a number of seconds',
  'epoch-milliseconds': 'a number of milliseconds',
  number: 'a number',
  text: 'a text',
} as const

const units = { ms: 1, s: 1_000, m: 60_000, d: 86_400_000 } as const

/** How a stream's cursor values are compared and sent back to the vendor: worked out once per stream. */
export interface CursorRules {
  /** The value of a record's field, or undefined where it is not of the stated type. */
  read(value: unknown): CursorValue | undefined
  isAfter(one: CursorValue, other: CursorValue): boolean
  /** The value to save once everything up to `high` was read by a reading that started at `readAt` (epoch ms). */
  saved(high: CursorValue, readAt: number): CursorValue
  /** The value to ask the vendor for, so that nothing from `saved` on is missed. */
  since(saved: CursorValue): CursorValue
  /** The value to ask the vendor for, so that nothing from `first` on is missed, whenever it was written. */
  from(first: CursorValue): CursorValue
  /** Whether `since` includes records equal to the saved value: then a reading can resume from a value as well as from a page. */
  readonly readsEqual: boolean
  /**
   * The value to ask the vendor for, so that nothing from a time (epoch ms) on is missed; undefined where values are not times.
   */
  sinceTime(ms: number): CursorValue | undefined
  /** The time that a value stands for, in epoch milliseconds; undefined where it is not a time. */
  timeOf(value: CursorValue): number | undefined
}

/**
 * Vendors round timestamps and write late. So the saved value is floored to the vendor's rounding, nothing younger than `settle`
 * is saved as read, `lookback` is read again, and equal timestamps are read again, even where the vendor returns only what comes
 * after them. No saved time is later than the reading's start: a record read by then may change before the reading ends, and a
 * clock may run ahead.
 */
export function cursorRules(cursor: StreamCursor): CursorRules {
  const { type = 'time', boundary } = cursor
  const lookback = cursor.lookback === undefined ? 0 : milliseconds(cursor.lookback)
  const settle = cursor.settle === undefined ? 0 : milliseconds(cursor.settle)
  if (type === 'text' || type === 'number') {
    const holds = type === 'text' ? 'string' : 'number'
    const exclusive = boundary === 'exclusive'
    // Equal numbers are read again too; a text has no predecessor to ask for.
    const from = (first: CursorValue): CursorValue => (exclusive && typeof first === 'number' ? Math.ceil(first) - 1 : first)
    return {
      read: (value) => (typeof value === holds && !Number.isNaN(value) ? (value as CursorValue) : undefined),
      isAfter: (one, other) => one > other,
      saved: (high) => high,
      since: from,
      from,
      readsEqual: !(exclusive && type === 'text'),
      sinceTime: () => undefined,
      timeOf: () => undefined,
    }
  }
  const unit = units[cursor.precision]
  const floor = (ms: number): number => Math.floor(ms / unit) * unit
  const { parse, write } = type === 'time' ? isoTimes(cursor.precision) : epochTimes(type === 'epoch-seconds' ? 1_000 : 1)
  const fromTime = (ms: number): CursorValue => write(floor(ms) - (boundary === 'exclusive' ? unit : 0))
  const sinceTime = (ms: number): CursorValue => fromTime(ms - lookback)
  return {
    read(value) {
      if (typeof value !== 'string' && (typeof value !== 'number' || type === 'time')) return undefined
      if (type === 'time' && isUsualTime(value as string)) return value
      if (type === 'time' && !saysZone(value as string) && !isDate(value as string)) return undefined
      return Number.isNaN(parse(value)) ? undefined : value
    },
    isAfter:
      type === 'time' ? (one, other) => isLater(one as string, other as string) : (one, other) => Number(one) > Number(other),
    saved: (high, readAt) => write(floor(Math.min(parse(high), readAt - settle))),
    since: (saved) => sinceTime(parse(saved)),
    from: (first) => fromTime(parse(first)),
    readsEqual: true,
    sinceTime,
    timeOf: parse,
  }
}

interface Times {
  readonly parse: (value: CursorValue) => number
  readonly write: (ms: number) => CursorValue
}

function isoTimes(precision: StreamCursor['precision']): Times {
  const length = { ms: undefined, s: 19, m: 19, d: 10 }[precision]
  return {
    parse: (value) => Date.parse(value as string),
    write(ms) {
      const text = new Date(ms).toISOString()
      if (length === undefined) return text
      return length === 10 ? text.slice(0, 10) : `${text.slice(0, 19)}Z`
    },
  }
}

function epochTimes(perUnit: number): Times {
  // Some vendors write an epoch as text: `1764000000.000300`.
  const parse = (value: CursorValue): number => (value === '' ? Number.NaN : Number(value) * perUnit)
  return { parse, write: (ms) => Math.floor(ms / perUnit) }
}

function isLater(one: string, other: string): boolean {
  // UTC timestamps of the same form sort as text, which spares two parses for most records.
  if (one.length === other.length && one.endsWith('Z') && other.endsWith('Z')) return one > other
  return Date.parse(one) > Date.parse(other)
}
