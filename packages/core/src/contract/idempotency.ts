import type { AnyOperation } from './operation.ts'

/** A length of time with its unit, as vendors write it: `24h`, `5m`. */
export type Duration = `${number}${'ms' | 's' | 'm' | 'h' | 'd'}`

/**
 * How the same intent sent twice acts once. With the first four the vendor recognises a second sending, so a call whose
 * outcome is unknown may be sent again. `claim` is ours alone: it stops a second start, but can't tell what became of a call
 * whose answer was lost. `none` stops nothing: the call is sent once.
 */
export type Idempotency = HeaderKey | FieldKey | Upsert | Lookup | Claim | NoIdempotency

/** Made by `header`. */
export interface HeaderKey {
  readonly by: 'header'
  readonly name: string
  /** For how long the vendor recognises the key. After that the outcome of an unanswered call is unknown. */
  readonly keptFor: Duration
}
/** Made by `field`. */
export interface FieldKey {
  readonly by: 'field'
  /** Dotted path in the wire body that core fills from the key. */
  readonly path: string
  readonly format: 'uuid' | 'text'
  readonly keptFor: Duration
}
/** `upsert`, or made by `upsertIf`. */
export interface Upsert {
  readonly by: 'upsert'
  /** The header or field of the request that makes the vendor refuse if someone else wrote in between. */
  readonly precondition?: string
}
/** Made by `lookup`. */
export interface Lookup<Input = never, Output = unknown> {
  readonly by: 'lookup'
  readonly find: AnyOperation
  /** Input of `find`, built from the call's input and key. Pure. */
  readonly input: (call: { input: Input; idempotencyKey: string }) => unknown
  /** The found output when the effect is there, undefined when it is not. Pure. */
  readonly found: (result: { input: Input; output: never; idempotencyKey: string }) => Output | undefined
  /**
   * `not_found`: a `not_found` from `find` that is recognisably the vendor's own means that the effect is not there. State it
   * only where it can't also mean "no access".
   */
  readonly absent?: 'not_found'
  /** How long it may take until a lookup sees the effect. */
  readonly settle: Duration
}
export interface Claim {
  readonly by: 'claim'
}
/** Made by `none`. */
export interface NoIdempotency {
  readonly by: 'none'
  readonly because: string
}

/** The vendor takes the key in a header and answers a repeat with the first result for `keptFor`. */
export function header<const Name extends string>(name: Name, keptFor: Duration): HeaderKey {
  return { by: 'header', name, keptFor }
}

/** The vendor takes the key in the body, at a dotted path of the wire body. */
export function field(path: string, keptFor: Duration, format: 'uuid' | 'text' = 'uuid'): FieldKey {
  return { by: 'field', path, format, keptFor }
}

/** Sending it again writes the same state. Sent again only within the total deadline, or under the precondition. */
export const upsert: Upsert = { by: 'upsert' }

/** An upsert that the vendor refuses when the state has moved on: `upsertIf('if-match')`. */
export function upsertIf(precondition: string): Upsert {
  return { by: 'upsert', precondition }
}

/** Portico alone stops a second start: the vendor recognises nothing, so a call with a lost answer is never sent again. */
export const claim: Claim = { by: 'claim' }

/** Nothing stops a repeat. Say why that is harmless, or why the vendor offers no protection. */
export function none(because: string): NoIdempotency {
  return { by: 'none', because }
}

/** Before a call with a lost answer is sent again, the vendor is asked whether the effect is there. */
export function lookup<FindInput, FindOutput, Input, Output>(
  find: { readonly '~call'?: { input: FindInput; output: FindOutput } } & AnyOperation,
  definition: {
    readonly input: (call: { input: Input; idempotencyKey: string }) => NoInfer<FindInput>
    readonly found: (result: { input: Input; output: NoInfer<FindOutput>; idempotencyKey: string }) => Output | undefined
    readonly settle: Duration
    readonly absent?: 'not_found'
  },
): Lookup<Input, Output> {
  return { by: 'lookup', find, ...definition }
}

const units = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const

/** Milliseconds in a duration. Throws a TypeError on anything that is not one. */
export function milliseconds(duration: Duration): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(duration)
  if (!match) throw new TypeError(`'${duration}' is not a duration: write a number and ms, s, m, h or d, such as '24h'`)
  return Number(match[1]) * units[match[2] as keyof typeof units]
}
