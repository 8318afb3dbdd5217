import type { Approval, Reversibility, Sensitivity, SideEffect } from './classes.ts'
import type { Delivery, Shape } from './delivery.ts'
import type { Answer, Failure } from './failure.ts'
import type { Idempotency } from './idempotency.ts'
import type { CommandMethod, CommandMethodOf, JobMethod, JobMethodOf, PagedMethod, QueryMethod, Undo } from './method.ts'
import type { Limits } from './limits.ts'
import type { Page, Paging } from './paging.ts'
import type { Retry, RollbackTarget, Title } from './statements.ts'
import type { Codec } from './wire.ts'

/** A definition with its types erased, as the call path, the docs and the pins read it. Defaults are filled in. */
export interface OperationDefinition {
  readonly kind: 'query' | 'command' | 'job'
  readonly route: string
  readonly summary: string
  readonly title?: Title
  readonly input: Shape
  readonly output: Shape | Delivery
  readonly examples: readonly unknown[]
  readonly origin?: string
  readonly headers?: Readonly<Record<string, string | { readonly input: string }>>
  readonly encode?: 'json' | 'form' | 'multipart' | Codec
  readonly decode?: Codec
  readonly body?: string | ((input: never) => unknown)
  readonly query?: readonly string[] | ((input: never) => Readonly<Record<string, unknown>>)
  readonly pick?: string
  readonly page?: Paging
  readonly facts?: Shape
  readonly timeoutMs: number
  readonly totalTimeoutMs: number
  readonly url?: string
  readonly budget?: string
  readonly limits?: Limits
  readonly weight?: number
  readonly maxResponseBytes?: number
  readonly retry: Retry | false
  readonly sideEffect: SideEffect
  readonly approval: Approval
  readonly reversibility: Reversibility
  readonly sensitivity: Sensitivity
  readonly idempotency?: Idempotency
  readonly audit?: AuditDefinition
  readonly rollback?: RollbackDefinition
  readonly alreadyDone?: Readonly<
    Record<string, (call: { readonly input: never; readonly resent: boolean }) => { readonly output: unknown } | undefined>
  >
  readonly items?: (call: {
    readonly input: never
    readonly output: never
  }) => readonly { readonly key: string; readonly failure?: Failure }[]
  readonly job?: JobDefinition
}
export interface AuditDefinition {
  /** A command always states it; a query is not about a single entity. */
  readonly entity?: {
    readonly type: string
    readonly id: string | readonly string[] | ((call: { readonly input: never; readonly output: never }) => string)
  }
  readonly redact?: readonly string[]
  readonly omit?: readonly string[]
  readonly secretOutput?: readonly string[]
}
export type RollbackDefinition =
  | {
      readonly operation: RollbackTarget<never>
      readonly input: (call: { readonly input: never; readonly output: never }) => unknown
      readonly notes: string
    }
  | { readonly irreversible: string }
  | { readonly manual: string }

export interface JobDefinition {
  readonly handle: { readonly schema: Shape; readonly read: (answer: Answer) => unknown }
  readonly poll: {
    /** A route over the handle's fields, or the handle's field that holds a URL which the vendor gave. */
    readonly request: string | { readonly url: string }
    readonly everyMs: number
    readonly state: (answer: Answer) => 'running' | 'done' | { readonly failed: Failure }
  }
  /** Where the result is, if it is not the last poll's answer itself. */
  readonly result?: { readonly request: string } | { readonly url: (answer: Answer) => string }
  readonly cancel?: string
  /** Who is responsible when it is late; named in the runbook. */
  readonly owner: string
  /** The SLA: milliseconds from start to end. */
  readonly withinMs: number
  /** True when customers wait for it: lateness is then V2 instead of V1. */
  readonly customerFacing?: boolean
}

/** Any operation, its types erased. */
export interface AnyOperation {
  readonly kind: 'query' | 'command' | 'job'
  readonly definition: OperationDefinition
  readonly '~call'?: { readonly input: unknown; readonly output: unknown }
  /** What the operation is on a client; one indexed access gives the client's type. */
  readonly '~method'?: unknown
  /** The same on a client that carries a correlation id. */
  readonly '~bound'?: unknown
}

/** An operation that reads. */
export interface Query<Input, Output> extends AnyOperation, RollbackTarget<Input> {
  readonly kind: 'query'
  readonly '~call'?: { readonly input: Input; readonly output: Output }
  readonly '~method'?: QueryMethod<Input, Output>
  readonly '~bound'?: QueryMethod<Input, Output>
}

/** A query whose answers are pages. */
export interface PagedQuery<Input, Item, OnePage extends Page<Item> = Page<Item>> extends AnyOperation, RollbackTarget<Input> {
  readonly kind: 'query'
  readonly '~call'?: { readonly input: Input; readonly output: readonly Item[] }
  readonly '~method'?: PagedMethod<Input, Item, OnePage>
  readonly '~bound'?: PagedMethod<Input, Item, OnePage>
}

/** An operation that changes something at the vendor. */
export interface Command<Input, Output, Effect extends SideEffect> extends AnyOperation, RollbackTarget<Input> {
  readonly kind: 'command'
  readonly '~call'?: { readonly input: Input; readonly output: Output }
  readonly '~method'?: CommandMethodOf<Input, Output, Effect>
  readonly '~bound'?: CommandMethod<Input, Output>
}

/** A command whose rollback is an operation: its client method has `undo`. */
export interface UndoableCommand<Input, Output, Effect extends SideEffect> extends AnyOperation, RollbackTarget<Input> {
  readonly kind: 'command'
  readonly '~call'?: { readonly input: Input; readonly output: Output }
  readonly '~method'?: CommandMethodOf<Input, Output, Effect> & Undo
  readonly '~bound'?: CommandMethod<Input, Output> & Undo
}

/** A command that the vendor finishes after its first answer: it is started, polled, and read once done. */
export interface Job<Input, Output, Effect extends SideEffect> extends AnyOperation, RollbackTarget<Input> {
  readonly kind: 'job'
  readonly '~call'?: { readonly input: Input; readonly output: Output }
  readonly '~method'?: JobMethodOf<Input, Output, Effect>
  readonly '~bound'?: JobMethod<Input, Output>
}

/** Input of an operation, as a caller writes it. */
export type InputOf<O extends AnyOperation> = NonNullable<O['~call']>['input']
