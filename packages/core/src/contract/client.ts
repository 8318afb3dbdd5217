// For users whose compiler has no `AsyncDisposable` from @types/node or its own `lib`.
/// <reference lib="esnext.disposable" preserve="true" />
import type { Actor } from './classes.ts'
import type { AnyOperation } from './operation.ts'
import type { Connector } from './connector.ts'
import type { VendorTypes } from './vendor-definition.ts'

/** Options set once on a client instead of on every call. */
export interface CallContext {
  readonly actor?: Actor
  readonly correlationId?: string
  readonly causationId?: string
}

interface ClientControls<Operations> extends AsyncDisposable {
  /** The same connection for another actor or business event. With a correlation id, external calls need none of their own. */
  as(context: CallContext & { readonly correlationId: string }): BoundClient<Operations>
  as(context: CallContext): Client<Operations>
  /** Another account of the same tenant, with credentials and settings of its own. */
  account(account: string): Client<Operations>
  /** Asks the vendor, through the connector's health query, whether this connection works. */
  health(call?: { readonly signal?: AbortSignal }): Promise<Health>
  /** The named steps that each operation runs through, in order. */
  readonly steps: { readonly [Name in keyof Operations]: readonly string[] }
  /** Closes the connections that this client opened. */
  close(): Promise<void>
}

/** What `health` found. `not_checked`: the connector names no health query. */
export interface Health {
  readonly status: 'ok' | 'degraded' | 'failing' | 'not_checked'
  readonly reason: string
  readonly durationMs: number
  readonly circuit: 'closed' | 'open' | 'half-open'
  readonly rateLimitRemaining?: number
}

/** A connector's operations as methods, for one account of one tenant. */
export type Client<Operations> = ClientControls<Operations> & {
  readonly [Name in keyof Operations]: Operations[Name] extends AnyOperation ? NonNullable<Operations[Name]['~method']> : never
}
/** A client that carries a correlation id: a call option is never mandatory. */
export type BoundClient<Operations> = ClientControls<Operations> & {
  readonly [Name in keyof Operations]: Operations[Name] extends AnyOperation ? NonNullable<Operations[Name]['~bound']> : never
}

export type OperationsOf<C> = C extends { readonly operations: infer Operations } ? Operations : never
/** The vendor's own types, which a connector carries for its clients: credentials, settings, codes. */
export type TypesOf<C> = C extends { readonly '~vendor'?: infer V extends VendorTypes } ? V : never
/** A client's type, for signatures: `ClientOf<typeof github>`. */
export type ClientOf<C extends Connector<VendorTypes, object>> = Client<OperationsOf<C>>
