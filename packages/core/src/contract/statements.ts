import type { Approval, Reversibility, Sensitivity, SideEffect } from './classes.ts'
import type { ApprovalOf, FieldPath, KeysOf, LookupOf, RetryOf, SecretOutputOf, SensitiveApprovalOf, Wanted } from './checks.ts'
import type { OutputOf, Shape } from './delivery.ts'
import type { Failure } from './failure.ts'
import type { Limits } from './limits.ts'
import type { Mandatory } from './mandatory.ts'
import type { Codec } from './wire.ts'

/** A display name, in English and Arabic. */
export interface Title {
  readonly en: string
  readonly ar: string
}

/** `attempts` includes the first. Waits double from `firstWaitMs` up to `longestWaitMs`, with full jitter. */
export interface Retry {
  readonly attempts: number
  readonly firstWaitMs?: number
  readonly longestWaitMs?: number
}

type In<I extends Shape> = I['_zod']['output']

export interface Call<I extends Shape, O> {
  readonly input: In<I>
  readonly output: OutputOf<O>
}

/** What every operation may state about its request and answer. */
export interface EveryOperationMayState<Origin extends string, I extends Shape> {
  readonly title?: Title
  /** Default: the first origin. */
  readonly origin?: Origin
  /** Fixed headers, or input fields that go into a header. */
  readonly headers?: Readonly<Record<string, string | { readonly input: KeysOf<In<I>> }>>
  /** How the body is written; default: the vendor's `encode`, else JSON. */
  readonly encode?: 'json' | 'form' | 'multipart' | Codec
  readonly decode?: Codec
  /** The input field that is the whole body, or a function that builds one of a different shape. Pure. */
  readonly body?: KeysOf<In<I>> | ((input: In<I>) => unknown)
  /** Fields that go into the query although the method takes a body, or a function that builds the query. Pure. */
  readonly query?: readonly KeysOf<In<I>>[] | ((input: In<I>) => Readonly<Record<string, unknown>>)
  /** Dotted path to the promised part of the answer. */
  readonly pick?: string
  /** Milliseconds per attempt. */
  readonly timeoutMs?: number
  /** Milliseconds in total, including waits and retries. */
  readonly totalTimeoutMs?: number
  /** The input field that holds this call's whole URL, as the vendor gave it. It must match a declared origin. */
  readonly url?: KeysOf<In<I>>
  /** Which of the vendor's budgets it draws on, where the limits name a resource header. */
  readonly budget?: string
  /** A limit of its own in addition to the vendor's, where the vendor counts per method. */
  readonly limits?: Limits
  /** How many units of the rate budget one call costs. */
  readonly weight?: number
  /** Largest answer in bytes. */
  readonly maxResponseBytes?: number
}

export interface EveryQueryStates<I extends Shape, Paging, Retrying, Facts> {
  /** Input fields that are secret or must not be stored, such as the address of a person being looked up. */
  readonly audit?: HiddenInput<I>
  readonly page?: Paging
  /** For a paged query: what is promised about each page as a whole, besides its items. Read from the top level of the answer. */
  readonly facts?: Facts
  readonly retry?: Retrying | false
}

// Mandatory parts have interfaces of their own, which the compiler names when one is missing: the first type argument is the
// sentence.

export interface EveryOperationStatesSummary<_Says extends string> {
  readonly summary: string
}
export interface EveryOperationStatesInput<_Says extends string, I extends Shape> {
  /** Strict: unknown fields are refused. A rule that JSON Schema would hide (refine, transform) is not accepted. */
  readonly input: I
}
export interface EveryOperationStatesOutput<_Says extends string, O> {
  /** Only the fields that are promised to callers; anything else the vendor sends is dropped. */
  readonly output: O
}
export interface EveryOperationStatesExamples<_Says extends string, I extends Shape> {
  /** At least one; together they cover every optional field. Rendered into docs, contract tests and the pin. */
  readonly examples: readonly [NoInfer<I>['_zod']['input'], ...NoInfer<I>['_zod']['input'][]]
}

export type EveryOperationStates<Origin extends string, I extends Shape, O> = EveryOperationStatesSummary<Mandatory['summary']> &
  EveryOperationStatesInput<Mandatory['input'], I> &
  EveryOperationStatesOutput<Mandatory['output'], O> &
  EveryOperationStatesExamples<Mandatory['examples'], I> &
  EveryOperationMayState<Origin, I>

/** Mandatory unless the vendor's defaults give it. */
export interface EveryOperationStatesSensitivity<_Says extends string, Sensitive> {
  readonly sensitivity: Sensitive
}
/** How the same intent sent twice acts once; mandatory unless the vendor's defaults give it. */
export interface EveryCommandStatesIdempotency<_Says extends string, Key> {
  readonly idempotency: Key
}
export type SensitivityUnlessDefault<Defaults, Sensitive> = Defaults extends { readonly sensitivity: unknown }
  ? Partial<EveryOperationStatesSensitivity<Mandatory['sensitivity'], Sensitive>>
  : EveryOperationStatesSensitivity<Mandatory['sensitivity'], Sensitive>
export type IdempotencyUnlessDefault<Defaults, Key, I extends Shape, O> = Defaults extends { readonly idempotency: unknown }
  ? Partial<EveryCommandStatesIdempotency<Mandatory['idempotency'], LookupOf<Key, In<I>, OutputOf<O>>>>
  : EveryCommandStatesIdempotency<Mandatory['idempotency'], LookupOf<Key, In<I>, OutputOf<O>>>

/** An S3 query must say which approval it needs; any other may. */
export type QueryApproval<Sensitive, Level> = 'S3' extends Sensitive
  ? EveryQueryOfPersonalDataStatesApproval<
      '✗ S3 data is never A0: say who must agree, approval A1 at least',
      SensitiveApprovalOf<Level, Sensitive>
    >
  : { readonly approval?: Level }
export interface EveryQueryOfPersonalDataStatesApproval<_Says extends string, Level> {
  readonly approval: Level
}

export interface EveryCommandStatesSideEffect<_Says extends string, Effect> {
  readonly sideEffect: Effect
}
export interface EveryCommandStatesReversibility<_Says extends string, Class> {
  readonly reversibility: Class
}
export interface EveryCommandStatesApproval<_Says extends string, Level> {
  readonly approval: Level
}
export interface EveryCommandStatesAudit<_Says extends string, I extends Shape, O> {
  readonly audit: Audit<I, O>
}
export interface EveryCommandStatesRollback<_Says extends string, I extends Shape, O, Target> {
  readonly rollback: Rollback<I, O, Target>
}

export type EveryCommandStates<
  I extends Shape,
  O,
  Key,
  Class extends Reversibility,
  Effect extends SideEffect,
  Sensitive extends Sensitivity,
  Level extends Approval,
  Target,
  VendorCode extends string,
> = EveryCommandStatesSideEffect<Mandatory['sideEffect'], Effect> &
  EveryCommandStatesReversibility<Mandatory['reversibility'], Class> &
  EveryCommandStatesApproval<Mandatory['approval'], ApprovalOf<Level, Class, Sensitive>> &
  EveryCommandStatesAudit<Mandatory['audit'], I, O> &
  EveryCommandStatesRollback<Mandatory['rollback'], I, O, Target> &
  EveryCommandMayState<I, O, Key, VendorCode>

export interface EveryCommandMayState<I extends Shape, O, Key, VendorCode extends string> {
  readonly retry?: RetryOf<Key, Retry | false>
  /**
   * A vendor code that means the effect was already there, with the output it stands for. A code derived from the status alone
   * means it only under the vendor's own request id. `resent` is true when an earlier sending of this key may have acted;
   * undefined means that it is a failure after all. What was there before the first sending is not undone.
   */
  readonly alreadyDone?: {
    readonly [C in VendorCode]?: (call: {
      readonly input: In<I>
      readonly resent: boolean
      // An indexed access keeps the literal types written here; a conditional type would widen them.
    }) => { readonly output: (O & Shape)['_zod']['output'] } | undefined
  }
  /** The outcome of each item of a batch, in the order of the input. */
  readonly items?: (call: Call<I, O>) => readonly { readonly key: string; readonly failure?: Failure }[]
}

type EntityPath<_Says extends string, I extends Shape, O> = `input.${FieldPath<In<I>>}` | `output.${FieldPath<OutputOf<O>>}`

export interface HiddenInput<I extends Shape> {
  /** Secrets in the input. They appear nowhere: not in audit, approvals, logs, spans, dry runs or errors. */
  readonly redact?: readonly (
    | FieldPath<In<I>>
    | Wanted<"✗ name a field of the input that there is, as 'note' or 'card.number'">
  )[]
  /** Fields not to keep, such as a message's text: left out of audit, but shown to the person who decides on the call. */
  readonly omit?: readonly (FieldPath<In<I>> | Wanted<"✗ name a field of the input that there is, as 'note' or 'card.number'">)[]
}

export interface Audit<I extends Shape, O> extends HiddenInput<I> {
  /** The entity the call was about. */
  readonly entity: {
    readonly type: string
    /** A path, several joined by '/', or a function. A function is not run for a failed call, since it may read the output. */
    readonly id:
      | EntityPath<"✗ name a field that there is, as 'input.id' or 'output.owner.id'", I, O>
      | readonly EntityPath<"✗ name a field that there is, as 'input.id' or 'output.owner.id'", I, O>[]
      | ((call: Call<I, O>) => string)
  }
  /**
   * Secrets in the output, such as a client secret: returned to the caller and never stored, so a replay returns the result
   * without them. Only fields that the output may lack.
   */
  readonly secretOutput?: readonly SecretOutputOf<OutputOf<O>>[]
}

/** An operation of the same connector, as a rollback target: its input is all that matters. */
export interface RollbackTarget<Input> {
  readonly '~undo'?: { readonly input: Input }
}

/**
 * The compensating operation with its input, or why there is none.
 * `manual` says what a person does instead; `irreversible` says why nothing helps. Notes are for whoever is on call at 3 a.m.
 */
export type Rollback<I extends Shape, O, Target> =
  | {
      readonly operation: RollbackTarget<Target>
      /** Undefined if this outcome has no rollback. Pure. */
      readonly input: (
        call: Call<I, O>,
      ) => NoInfer<Target> | Wanted<'✗ build the input of the operation that undoes it, field by field'> | undefined
      readonly notes: string
    }
  | { readonly irreversible: string }
  | { readonly manual: string }

/**
 * The name of an operation that can't be imported because the rollback is mutual (close, reopen). The connector checks at
 * definition that it exists, and on connecting that it takes this input.
 */
export interface NamedOperation<Input> extends RollbackTarget<Input> {
  readonly named: string
  readonly input: Shape
}
/**
 * A rollback target by its operation's name, for two operations that undo each other. That it takes this input is checked when
 * the connector is connected.
 */
export function named<I extends Shape>(name: string, input: I): NamedOperation<I['_zod']['input']> {
  return { named: name, input }
}
