import { QualityError } from '../quality-error.ts'
import type { ParameterValues } from './parameters.ts'

type Value = { readonly kind: 'number' | 'duration' | 'time'; readonly of: number }

const word = /\s*(?:(\d+(?:\.\d+)?)|([A-Za-z_]\w*)|([-+*/(),=]))/y

const unitMs = { weeks: 604_800_000, days: 86_400_000, hours: 3_600_000, minutes: 60_000, seconds: 1_000 } as const

/**
 * Evaluates a parameter's expression: numbers, parameters by name, `+ - * /`, parentheses, `now()`, `datetime(year, month, day[,
 * hour, minute, second])` and `timedelta(weeks=…, days=…, hours=…, minutes=…, seconds=…)`. Nothing else is allowed. A time is an
 * ISO 8601 text without zone, in UTC.
 */
export function evaluateExpression(text: string, given: ParameterValues, path: string): string | number {
  const { kind, of } = new Reader(text, given, path).whole()
  if (kind === 'duration') throw new QualityError('invalid_suite', path, 'a duration cannot be compared with a column')
  if (kind === 'number') return of
  return new Date(of).toISOString().replace('Z', '')
}

class Reader {
  readonly #words: string[] = []
  readonly #given: ParameterValues
  readonly #path: string
  #next = 0

  constructor(text: string, given: ParameterValues, path: string) {
    this.#given = given
    this.#path = path
    if (text.length > 1_000) throw this.#refused('it is longer than 1,000 characters')
    const trimmed = text.trimEnd()
    for (let at = 0; at < trimmed.length; at = word.lastIndex) {
      word.lastIndex = at
      const found = word.exec(trimmed)
      if (!found) throw this.#refused(`a character at ${at + 1} is not understood`)
      this.#words.push(found[1] ?? found[2] ?? found[3]!)
    }
  }

  whole(): Value {
    const value = this.#sum()
    if (this.#next < this.#words.length) throw this.#refused(`${this.#words[this.#next]} is not expected`)
    if (!Number.isFinite(value.of)) throw this.#refused('its value is not a number')
    return value
  }

  #sum(): Value {
    let left = this.#product()
    for (;;) {
      const sign = this.#take('+') ? 1 : this.#take('-') ? -1 : 0
      if (sign === 0) return left
      left = this.#added(left, this.#product(), sign)
    }
  }

  #added(left: Value, right: Value, sign: 1 | -1): Value {
    const of = left.of + sign * right.of
    if (left.kind === right.kind && left.kind !== 'time') return { kind: left.kind, of }
    if (left.kind === 'time' && right.kind === 'duration') return { kind: 'time', of }
    if (left.kind === 'time' && right.kind === 'time' && sign === -1) return { kind: 'duration', of }
    throw this.#refused(`a ${left.kind} and a ${right.kind} can't be added or subtracted`)
  }

  #product(): Value {
    let left = this.#factor()
    for (;;) {
      const times = this.#take('*')
      if (!times && !this.#take('/')) return left
      const right = this.#factor()
      if (left.kind === 'time' || right.kind !== 'number')
        throw this.#refused(`a ${left.kind} and a ${right.kind} can't be multiplied or divided`)
      left = { kind: left.kind, of: times ? left.of * right.of : left.of / right.of }
    }
  }

  #factor(): Value {
    if (this.#take('-')) {
      const { kind, of } = this.#factor()
      if (kind === 'time') throw this.#refused('a time cannot be negated')
      return { kind, of: -of }
    }
    if (this.#take('(')) {
      const value = this.#sum()
      this.#expect(')')
      return value
    }
    const found = this.#words[this.#next++]
    if (found === undefined) throw this.#refused('it ends too early')
    if (/^\d/.test(found)) return { kind: 'number', of: Number(found) }
    if (this.#take('(')) return this.#call(found)
    const given = Object.hasOwn(this.#given.values, found) ? this.#given.values[found] : undefined
    if (typeof given === 'number') return { kind: 'number', of: given }
    throw this.#refused(/^\w+$/.test(found) ? `the parameter ${found} has no number for a value` : `${found} is not expected`)
  }

  #call(name: string): Value {
    if (name === 'now') {
      this.#expect(')')
      return { kind: 'time', of: this.#given.now.getTime() }
    }
    if (name === 'datetime') {
      const [year, month, day, hour = 0, minute = 0, second = 0, ...more] = this.#numbers()
      if (year === undefined || month === undefined || day === undefined || more.length > 0)
        throw this.#refused('datetime takes 3 to 6 numbers')
      return { kind: 'time', of: Date.UTC(year, month - 1, day, hour, minute, second) }
    }
    if (name === 'timedelta') return { kind: 'duration', of: this.#duration() }
    throw this.#refused(`${name} is not a known function`)
  }

  #numbers(): number[] {
    const numbers: number[] = []
    while (!this.#take(')')) {
      if (numbers.length > 0) this.#expect(',')
      numbers.push(this.#number())
    }
    return numbers
  }

  #duration(): number {
    let milliseconds = 0
    let first = true
    while (!this.#take(')')) {
      if (!first) this.#expect(',')
      first = false
      const unit = this.#words[this.#next++] ?? ''
      if (!Object.hasOwn(unitMs, unit)) throw this.#refused('timedelta takes weeks, days, hours, minutes and seconds')
      this.#expect('=')
      milliseconds += this.#number() * unitMs[unit as keyof typeof unitMs]
    }
    return milliseconds
  }

  #number(): number {
    const { kind, of } = this.#sum()
    if (kind !== 'number') throw this.#refused(`a ${kind} is used where a number is needed`)
    return of
  }

  #take(text: string): boolean {
    if (this.#words[this.#next] !== text) return false
    this.#next++
    return true
  }

  #expect(text: string): void {
    if (!this.#take(text)) throw this.#refused(`${text} is expected`)
  }

  #refused(problem: string): QualityError {
    return new QualityError('invalid_suite', this.#path, `$PARAMETER: ${problem}`)
  }
}
