import type { Policy } from '../ports/policy.ts'
import type { Actor, SideEffect } from './classes.ts'
import type { Detailed, DryRun, Receipt } from './receipt.ts'
import type { Page } from './paging.ts'

/** Options of one call. They take precedence over what the client was bound to. */
export interface CallOptions {
  /** Who acts. Without an actor here or on the client, the call is an observer's: it may read but never commit. */
  readonly actor?: Actor
  /** Ties the call to the business event it belongs to. */
  readonly correlationId?: string
  /** The event or call that caused this one. */
  readonly causationId?: string
  /** One key acts once, across processes. Default: a key generated for this call. */
  readonly idempotencyKey?: string
  readonly signal?: AbortSignal
  /** Total time for this call in milliseconds, including waits and retries. Can only shorten the declared time. */
  readonly timeoutMs?: number
  /** A policy for this call in addition to the connection's. The stricter answer holds, so it can only tighten. */
  readonly policy?: Policy
}
export interface PageOptions extends CallOptions {
  /** `next` of an earlier page. */
  readonly cursor?: string
}
/** A call that reaches people or binds the company says which business event it belongs to. */
export interface ExternalCallOptions extends CallOptions {
  readonly correlationId: string
}

/** A query on a client. Every form of it rejects with a `ConnectorError`. */
export interface QueryMethod<Input, Output> {
  (input: Input, call?: CallOptions): Promise<Output>
  detailed(input: Input, call?: CallOptions): Promise<Detailed<Output>>
  /** The request as it would be sent, redacted, with its class and decision. Nothing is sent. */
  dryRun(input: Input, call?: CallOptions): Promise<DryRun>
  resume(approval: string, call?: CallOptions): Promise<Detailed<Output>>
}

/** A query whose answers are pages. `items` and `pages` fetch further pages as they are consumed. */
export interface PagedMethod<Input, Item, OnePage extends Page<Item> = Page<Item>> {
  /** One page. */
  (input: Input, call?: PageOptions): Promise<OnePage>
  detailed(input: Input, call?: PageOptions): Promise<Detailed<OnePage>>
  items(input: Input, call?: PageOptions): AsyncIterableIterator<Item>
  pages(input: Input, call?: PageOptions): AsyncIterableIterator<OnePage>
  dryRun(input: Input, call?: PageOptions): Promise<DryRun>
  resume(approval: string, call?: CallOptions): Promise<Detailed<OnePage>>
}

/** A command on a client. Every form of it rejects with a `ConnectorError`. */
export interface CommandMethod<Input, Output> {
  (input: Input, call?: CallOptions): Promise<Output>
  detailed(input: Input, call?: CallOptions): Promise<Detailed<Output>>
  dryRun(input: Input, call?: CallOptions): Promise<DryRun>
  /** Runs the stored, perhaps edited, call of an approval under its original key. */
  resume(approval: string, call?: CallOptions): Promise<Detailed<Output>>
}
/** A command that reaches people or binds the company: a correlation id is mandatory, until the client carries one. */
export interface ExternalCommandMethod<Input, Output> {
  (input: Input, call: ExternalCallOptions): Promise<Output>
  detailed(input: Input, call: ExternalCallOptions): Promise<Detailed<Output>>
  dryRun(input: Input, call?: CallOptions): Promise<DryRun>
  /** Runs the stored, perhaps edited, call of an approval under its original key. */
  resume(approval: string, call?: CallOptions): Promise<Detailed<Output>>
}

export interface Undo {
  /** Runs the rollback operation as a governed call of its own. */
  undo(receipt: Receipt, call?: CallOptions): Promise<Detailed<unknown>>
}

export interface JobControls<Output> {
  /** Asks the vendor once where the job stands. */
  status(handle: JobHandle, call?: CallOptions): Promise<JobStatus>
  /** Polls until the job ends, then returns its result. */
  wait(handle: JobHandle, call?: CallOptions): Promise<Detailed<Output>>
  cancel(handle: JobHandle, call?: CallOptions): Promise<JobStatus>
  /** Starts the approved job without waiting for it to end. */
  resumeStart(approval: string, call?: CallOptions): Promise<Detailed<JobHandle>>
}
/** Starts the job; its handle is plain data that survives a crash. */
export interface JobMethod<Input, Output> extends CommandMethod<Input, Output>, JobControls<Output> {
  start(input: Input, call?: CallOptions): Promise<Detailed<JobHandle>>
}
export interface ExternalJobMethod<Input, Output> extends ExternalCommandMethod<Input, Output>, JobControls<Output> {
  start(input: Input, call: ExternalCallOptions): Promise<Detailed<JobHandle>>
}
/** A job that was started, as plain data: any process can ask about it, after a crash too. */
export interface JobHandle {
  readonly operation: string
  readonly data: Readonly<Record<string, unknown>>
}
/** Where a job stands at the vendor. */
export interface JobStatus {
  readonly state: 'running' | 'done' | 'failed' | 'cancelled'
  readonly message?: string
  /** Wait this long before asking again, in milliseconds. */
  readonly pollAfterMs: number
}

// A union may be any of its members, and one of them asks for a correlation id.
type IsExternal<Effect> = [Extract<Effect, 'external_message' | 'external_commitment'>] extends [never] ? false : true

/** The method of a command before a correlation id is bound. */
export type CommandMethodOf<Input, Output, Effect extends SideEffect> =
  IsExternal<Effect> extends true ? ExternalCommandMethod<Input, Output> : CommandMethod<Input, Output>
export type JobMethodOf<Input, Output, Effect extends SideEffect> =
  IsExternal<Effect> extends true ? ExternalJobMethod<Input, Output> : JobMethod<Input, Output>
