import type { Bytes, Codec } from './wire.ts'

/** A zod schema, constrained by its two leaves only: constraining by `z.ZodType` nearly doubles the compiler's work. */
export interface Shape<Input = unknown, Output = unknown> {
  readonly _zod: { readonly input: Input; readonly output: Output }
}

/** What a call returns when it is not a JSON value. */
export type Delivery = BytesDelivery | EventsDelivery<Shape> | NothingDelivery
/** Made by `bytes`. */
export interface BytesDelivery {
  readonly '~deliver': 'bytes'
  readonly maxBytes: number
}
/** Made by `events`. */
export interface EventsDelivery<Event extends Shape> {
  readonly '~deliver': 'events'
  readonly schema: Event
}
export interface NothingDelivery {
  readonly '~deliver': 'nothing'
}

/** A streamed download of at most `maxBytes`. */
export function bytes(options: { maxBytes: number }): BytesDelivery {
  return { '~deliver': 'bytes', maxBytes: options.maxBytes }
}
/** Server-sent events whose data is JSON of this shape. */
export function events<Event extends Shape>(schema: Event): EventsDelivery<Event> {
  return { '~deliver': 'events', schema }
}
/** Nothing in the answer is promised. */
export const nothing: NothingDelivery = { '~deliver': 'nothing' }

export type OutputOf<O> = O extends { readonly _zod: { readonly output: infer Value } }
  ? Value
  : O extends BytesDelivery
    ? Bytes
    : O extends EventsDelivery<infer Event>
      ? AsyncIterable<Event['_zod']['output']>
      : O extends NothingDelivery
        ? void
        : never

/** The document of a GraphQL operation; the operation's `body` gives its variables. */
export function graphql(document: string): Codec {
  return { contentType: 'application/json', encode: (variables) => JSON.stringify({ query: document, variables }) }
}
