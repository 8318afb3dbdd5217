import type { Approval, Reversibility, Sensitivity } from './classes.ts'
import type { Lookup } from './idempotency.ts'
import type { Method } from './wire.ts'

// Each check is a conditional type whose false branch is the sentence that the compiler prints.

/** Names of the `{parameters}` in a route; `{+name}` spans several path segments. */
export type Parameters<Route extends string> = Route extends `${string}{${infer Name}}${infer Rest}`
  ? (Name extends `+${infer Spanning}` ? Spanning : Name) | Parameters<Rest>
  : never

export type RequiredKeys<T> = T extends unknown ? { [K in keyof T]-?: undefined extends T[K] ? never : K }[keyof T] : never

type OptionalKeys<T> = T extends unknown ? Exclude<keyof T, RequiredKeys<T>> & string : never

export type SecretOutputOf<Output> = [OptionalKeys<Output>] extends [never]
  ? '✗ a secret of the output is not stored, so a replay lacks it: make the field optional'
  : OptionalKeys<Output>

declare const sentence: unique symbol
/** No value has this type. In a union with what is accepted, it makes the compiler print the sentence. */
export interface Wanted<Says extends string> {
  readonly [sentence]: Says
}

export type KeysOf<T> = T extends unknown ? keyof T & string : never

export type RouteOf<Route extends string, Input> = Route extends `${Method} /${string}`
  ? [Exclude<Parameters<Route>, RequiredKeys<Input>>] extends [never]
    ? Route
    : `✗ {${Exclude<Parameters<Route>, RequiredKeys<Input>> & string}} in the path is not a required field of the input: add it to the input, or make it required`
  : '✗ write the route as the vendor does, method first: "POST /v1/things/{id}"'

/** A query may POST, as searches do; a command that only reads would be governed for nothing. */
export type QueryRouteOf<Route extends string, Input> = Route extends `${'PUT' | 'PATCH' | 'DELETE'} ${string}`
  ? '✗ a query only reads, and PUT, PATCH and DELETE write: use vendor.command'
  : RouteOf<Route, Input>
export type CommandRouteOf<Route extends string, Input> = Route extends `${'GET' | 'HEAD'} ${string}`
  ? '✗ a command writes, and GET and HEAD only read: use vendor.query'
  : RouteOf<Route, Input>

// A union may be any of its members, so the strictest of them holds here and in the approval.
export type RetryOf<Key, Retry> = 'none' extends (Key extends { readonly by: infer By } ? By : never)
  ? '✗ a command whose idempotency is none is sent once: remove retry, or state how the vendor recognises a second sending'
  : Retry

type AtLeast<Least extends Approval> = {
  A0: Approval
  A1: 'A1' | 'A2' | 'A3'
  A2: 'A2' | 'A3'
  A3: 'A3'
}[Least]

type Hardest<Class extends Reversibility> = 'R3' extends Class
  ? 'R3'
  : 'R2' extends Class
    ? 'R2'
    : 'R1' extends Class
      ? 'R1'
      : 'R0'

export type ApprovalOf<Level extends Approval, Class extends Reversibility, Sensitive extends Sensitivity> =
  Level extends AtLeast<{ R0: 'A0'; R1: 'A1'; R2: 'A2'; R3: 'A3' }[Hardest<Class>]>
    ? SensitiveApprovalOf<Level, Sensitive>
    : {
        R0: never
        R1: '✗ R1 needs approval A1 at least'
        R2: '✗ R2 needs approval A2 at least'
        R3: '✗ R3 needs approval A3: an executive decides what can not be taken back'
      }[Hardest<Class>]

export type SensitiveApprovalOf<Level, Sensitive> = 'S3' extends Sensitive
  ? Level extends 'A0'
    ? '✗ S3 data is never A0: raise approval to A1 at least'
    : Level
  : Level

/**
 * Dotted paths, two levels deep: enough for vendors (a card number sits in `source.number`), while deeper ones cost the compiler
 * more than they are worth.
 */
export type FieldPath<T> = T extends unknown
  ? {
      [K in keyof T & string]:
        | K
        | (NonNullable<T[K]> extends readonly unknown[]
            ? never
            : NonNullable<T[K]> extends object
              ? `${K}.${KeysOf<NonNullable<T[K]>>}`
              : never)
    }[keyof T & string]
  : never

export type LookupOf<Key, Input, Output> = Key extends { readonly by: 'lookup' }
  ? Key extends Lookup<Input, Output>
    ? Key
    : "✗ the lookup's callbacks must take this command's input and give its output"
  : Key
