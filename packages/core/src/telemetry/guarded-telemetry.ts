import { emitWarning } from 'node:process'
import type { CallSpan, Telemetry } from '../ports/telemetry.ts'
import { messageOf } from '../error/message-of.ts'

type Hook = 'span' | 'span.set' | 'span.end' | 'measure' | 'log'
type Guard = <T>(hook: Hook, tell: () => T) => T | undefined

/**
 * Telemetry that can't affect calls: if a hook throws or rejects, that is reported as a process warning, once per hook, and the
 * call goes on. Created once, where telemetry is bound.
 */
export function guardedTelemetry(telemetry: Telemetry | undefined): Telemetry | undefined {
  if (!telemetry) return undefined
  const guard = guardOf()
  return {
    ...(telemetry.span && {
      span: (name, attributes, parent) =>
        guard('span', () => {
          const span = telemetry.span!(name, attributes, parent instanceof GuardedSpan ? parent.given : parent)
          return span && new GuardedSpan(span, guard)
        }),
    }),
    ...(telemetry.measure && {
      measure: (metric, value, attributes) => guard('measure', () => telemetry.measure!(metric, value, attributes)),
    }),
    ...(telemetry.log && { log: (record) => guard('log', () => telemetry.log!(record)) }),
  }
}

class GuardedSpan implements CallSpan {
  /** A tracer recognises a parent only as the span that it returned itself. */
  readonly given: CallSpan
  readonly traceparent: string | undefined
  readonly #guard: Guard

  constructor(given: CallSpan, guard: Guard) {
    this.given = given
    this.traceparent = given.traceparent
    this.#guard = guard
  }

  set(attributes: Parameters<CallSpan['set']>[0]): void {
    this.#guard('span.set', () => this.given.set(attributes))
  }

  end(outcome: Parameters<CallSpan['end']>[0]): void {
    this.#guard('span.end', () => this.given.end(outcome))
  }
}

function guardOf(): Guard {
  const told = new Set<Hook>()
  const broken = (hook: Hook, error: unknown): void => {
    if (told.has(hook)) return
    told.add(hook)
    const reason = messageOf(error)
    emitWarning(`telemetry.${hook} failed, and what it was given is lost: ${reason} (told once)`, {
      type: 'PorticoWarning',
      code: 'PORTICO_TELEMETRY',
    })
  }
  return (hook, tell) => {
    try {
      const given = tell()
      // An async function type-checks as one returning void; unhandled, its rejection would end the process.
      if (given instanceof Promise) given.catch((error: unknown) => broken(hook, error))
      return given
    } catch (error) {
      broken(hook, error)
      return undefined
    }
  }
}
