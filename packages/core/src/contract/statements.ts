import type { Approval, Reversibility, Sensitivity, SideEffect } from './classes.ts'
import type { ApprovalOf, FieldPath, KeysOf, LookupOf, RetryOf, SecretOutputOf, SensitiveApprovalOf, Wanted } from './checks.ts'
import type { OutputOf, Shape } from './delivery.ts'
import type { Failure } from './failure.ts'
import type { Limits } from './limits.ts'
import type { Mandatory } from './mandatory.ts'
import type { Codec } from './wire.ts'

/** A name that people see, in English and Arabic. */
export interface Title {
  readonly en: string
  readonly ar: string
}

/** `attempts` counts the first sending. Waits grow from `firstWaitMs`, doubled, with full jitter, up to `longestWaitMs`. */
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
  /** Fixed headers, or fields of the input that go to a header. */
  readonly headers?: Readonly<Record<string, string | { readonly input: KeysOf<In<I>> }>>
  /** How the body is written; default: the vendor's `encode`, else JSON. */
  readonly encode?: 'json' | 'form' | 'multipart' | Codec
  readonly decode?: Codec
  /** A field of the input that is the whole body, or a shape that is not the input's own. Pure. */
  readonly body?: KeysOf<In<I>> | ((input: In<I>) => unknown)
  /** Fields that go to the query although the method takes a body, or a shape of its own. Pure. */
  readonly query?: readonly KeysOf<In<I>>[] | ((input: In<I>) => Readonly<Record<string, unknown>>)
  /** Dotted path in the answer to the promised part. */
  readonly pick?: string
  /** Milliseconds per attempt. */
  readonly timeoutMs?: number
  /** Milliseconds in total, waits and retries included. */
  readonly totalTimeoutMs?: number
  /** The field of the input that holds this call's whole URL, as the vendor gave it. It must match a declared origin. */
  readonly url?: KeysOf<In<I>>
  /** Which of the vendor's budgets it draws from, where the limits name a resource header. */
  readonly budget?: string
  /** A limit of its own beside the vendor's, where the vendor counts per method. */
  readonly limits?: Limits
  /** How many units of the rate budget one call costs. */
  readonly weight?: number
  /** Largest answer in bytes. */
  readonly maxResponseBytes?: number
}

export interface EveryQueryStates<I extends Shape, Paging, Retrying, Facts> {
  /** What of the input is secret, or is not to be kept, such as the address of a person who is looked for. */
  readonly audit?: HiddenInput<I>
  readonly page?: Paging
  /** Of a paged query: what is promised of each page as a whole, beside its items. Read from the top of the answer. */
  readonly facts?: Facts
  readonly retry?: Retrying | false
}

// What is mandatory stands in interfaces of its own, which the compiler names where it is missing: the first argument is the sentence.

export interface EveryOperationStatesSummary<_Says extends string> {
  readonly summary: string
}
export interface EveryOperationStatesInput<_Says extends string, I extends Shape> {
  /** Strict: unknown fields are refused. A value that a JSON Schema would hide (refine, transform) is not accepted. */
  readonly input: I
}
export interface EveryOperationStatesOutput<_Says extends string, O> {
  /** Only the fields that are promised to callers; what else the vendor sends is dropped. */
  readonly output: O
}
export interface EveryOperationStatesExamples<_Says extends string, I extends Shape> {
  /** At least one; together they reach every optional field. Rendered into docs, contract tests and the pin. */
  readonly examples: readonly [NoInfer<I>['_zod']['input'], ...NoInfer<I>['_zod']['input'][]]
}

export type EveryOperationStates<Origin extends string, I extends Shape, O> = EveryOperationStatesSummary<Mandatory['summary']> &
  EveryOperationStatesInput<Mandatory['input'], I> &
  EveryOperationStatesOutput<Mandatory['output'], O> &
  EveryOperationStatesExamples<Mandatory['examples'], I> &
  EveryOperationMayState<Origin, I>

/** Mandatory where the vendor's defaults do not give it. */
export interface EveryOperationStatesSensitivity<_Says extends string, Sensitive> {
  readonly sensitivity: Sensitive
}
/** How the same intent sent twice acts once; mandatory where the vendor's defaults do not give it. */
export interface EveryCommandStatesIdempotency<_Says extends string, Key> {
  readonly idempotency: Key
}
export type SensitivityUnlessDefault<Defaults, Sensitive> = Defaults extends { readonly sensitivity: unknown }
  ? Partial<EveryOperationStatesSensitivity<Mandatory['sensitivity'], Sensitive>>
  : EveryOperationStatesSensitivity<Mandatory['sensitivity'], Sensitive>
export type IdempotencyUnlessDefault<Defaults, Key, I extends Shape, O> = Defaults extends { readonly idempotency: unknown }
  ? Partial<EveryCommandStatesIdempotency<Mandatory['idempotency'], LookupOf<Key, In<I>, OutputOf<O>>>>
  : EveryCommandStatesIdempotency<Mandatory['idempotency'], LookupOf<Key, In<I>, OutputOf<O>>>

/** An S3 query says which approval it needs; any other may. */
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
   * A vendor code that means the effect was there before, with the output it stands for. A code that is read out of the status alone
   * means it only under the vendor's own request id. `resent` is true when an earlier sending of
   * this key may have acted; undefined means that it is a failure after all. What was there before the first one is not undone.
   */
  readonly alreadyDone?: {
    readonly [C in VendorCode]?: (call: {
      readonly input: In<I>
      readonly resent: boolean
      // An indexed access keeps the literals of what is written here; a conditional type would widen them.
    }) => { readonly output: (O & Shape)['_zod']['output'] } | undefined
  }
  /** What each item of a batch came to, in the order of the input. */
  readonly items?: (call: Call<I, O>) => readonly { readonly key: string; readonly failure?: Failure }[]
}

type EntityPath<_Says extends string, I extends Shape, O> = `input.${FieldPath<In<I>>}` | `output.${FieldPath<OutputOf<O>>}`

export interface HiddenInput<I extends Shape> {
  /** Secrets of the input. They appear nowhere: not in audit, approvals, logs, spans, dry runs or errors. */
  readonly redact?: readonly (
    | FieldPath<In<I>>
    | Wanted<"✗ name a field of the input that there is, as 'note' or 'card.number'">
  )[]
  /** What is not to be kept, such as a message's text: not in audit, but shown to the person who decides about the call. */
  readonly omit?: readonly (FieldPath<In<I>> | Wanted<"✗ name a field of the input that there is, as 'note' or 'card.number'">)[]
}

export interface Audit<I extends Shape, O> extends HiddenInput<I> {
  /** Which thing the call was about. */
  readonly entity: {
    readonly type: string
    /** A path, several joined by '/', or a function; a function has no answer for a failed call, since it may read the output. */
    readonly id:
      | EntityPath<"✗ name a field that there is, as 'input.id' or 'output.owner.id'", I, O>
      | readonly EntityPath<"✗ name a field that there is, as 'input.id' or 'output.owner.id'", I, O>[]
      | ((call: Call<I, O>) => string)
  }
  /**
   * Secrets of the output, such as a client secret: given to the caller and never stored, so that a replay gives the result without
   * them. Only fields that the output may lack.
   */
  readonly secretOutput?: readonly SecretOutputOf<OutputOf<O>>[]
}

/** An operation of the same connector, as a rollback target: its input is all that matters. */
export interface RollbackTarget<Input> {
  readonly '~undo'?: { readonly input: Input }
}

/**
 * The compensating operation with its input, or why there is none.
 * `manual` says what a person does instead; `irreversible` says why nothing helps. Notes are for the person at 3 a.m.
 */
export type Rollback<I extends Shape, O, Target> =
  | {
      readonly operation: RollbackTarget<Target>
      /** Undefined where this outcome has no rollback. Pure. */
      readonly input: (
        call: Call<I, O>,
      ) => NoInfer<Target> | Wanted<'✗ build the input of the operation that undoes it, field by field'> | undefined
      readonly notes: string
    }
  | { readonly irreversible: string }
  | { readonly manual: string }

/**
 * Names an operation that can't be imported because the rollback is mutual (close, reopen). The connector checks at
 * definition that it exists, and when it is connected that it takes this input.
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
