import type { OperationsOf, Page } from '@portico/core'
import type { CredentialsIn, NamesIn, SettingsIn, TestedConnector } from '../contract-table.ts'
import type { TestedSource } from '../streams/stream-table.ts'
import type { StreamPlan } from './stream-plan.ts'

type MethodIn<C, Name> = Name extends keyof OperationsOf<C>
  ? OperationsOf<C>[Name] extends { readonly '~method'?: infer Method }
    ? NonNullable<Method>
    : never
  : never
type InputIn<C, Name> = MethodIn<C, Name> extends (input: infer Input, ...rest: never[]) => unknown ? Input : never
type AnswerIn<C, Name> = MethodIn<C, Name> extends (...all: never[]) => Promise<infer Output> ? Output : never
/** A paged query returns the items of all recorded pages. */
type OutputIn<C, Name> = AnswerIn<C, Name> extends Page<infer Item> ? readonly Item[] : AnswerIn<C, Name>

export interface StepOptions {
  /** Tells several recordings of one operation apart; part of the file's name. */
  readonly as?: string
  /** Pages to read of a list. Default 1. */
  readonly pages?: number
  /** The code that the call must fail with. */
  readonly fails?: string
  /** Prepares what later steps need; not recorded. */
  readonly unrecorded?: boolean
}

/** Makes one call through the facade and writes `recordings/<operation>[-<as>].json`. */
export interface Step<C> {
  <Name extends NamesIn<C>>(operation: Name, input: InputIn<C, Name>, options?: StepOptions): Promise<OutputIn<C, Name>>
  /** Undoes an operation's latest call that can be undone, and records the rollback's own operation. */
  undo(operation: NamesIn<C>): Promise<void>
}

/** An answer as documented by the vendor. */
export interface DescribedAnswer {
  /** Default 200. */
  readonly status?: number
  /** Default: JSON's content type if the body is a value. */
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
}

interface DescribedFacts {
  /** The vendor's answers, in order: one for each page or poll. */
  readonly answers: readonly DescribedAnswer[]
  readonly as?: string
  readonly fails?: string
}

/** A recording written from the vendor's own documents: the connector renders the request, the plan states the answer. */
export type DescribedRecording<C> = {
  readonly [Name in NamesIn<C>]: DescribedFacts & {
    readonly operation: Name
  } & (
      | { readonly input: InputIn<C, Name> }
      | { /** The input is the one that this operation's rollback renders. */ readonly undoes: NamesIn<C> }
    )
}[NamesIn<C>]

/** Made by `recordingPlan`. */
export interface RecordingPlan<C = unknown> {
  readonly connector: C
  /** For a live vendor: reads credentials from the environment, naming any missing variable. */
  readonly credentials: (environment: (name: string) => string) => CredentialsIn<C>
  readonly settings?: SettingsIn<C>
  /** An emulator that serves the vendor's API on loopback. */
  readonly emulate?: {
    readonly service: string
    readonly seed?: Readonly<Record<string, unknown>>
    readonly credentials: CredentialsIn<C>
    /** Where the declared origins are under the emulator's base URL. */
    readonly origins: (baseUrl: string) => Readonly<Record<string, string>>
    /** Creates what the recorded calls need but the connector has no operation for. Runs before them, on the emulator only. */
    readonly prepare?: (baseUrl: string) => Promise<void>
  }
  /** The calls that are recorded, in order. */
  readonly record?: (step: Step<C>) => Promise<void>
  /** What no emulator serves. */
  readonly described?: {
    /** The document and its version. */
    readonly source: string
    readonly recordings: readonly DescribedRecording<C>[]
  }
  /** The streams of the same vendor. */
  readonly streams?: StreamPlan<TestedSource, C>
  /** The vendor's official OpenAPI description, with which recordings are compared, as a path within the reference data. */
  readonly description?: string
  /** Shapes of values that look random but are not secret, such as ids of more than 27 characters: `/\bAC[0-9a-f]{32}\b/`. */
  readonly harmless?: readonly RegExp[]
  /** Days after which a recording fails. Default 365. */
  readonly keptForDays?: number
}

/** States how a connector's recordings are made: the `plan` that `test/record.ts` exports. */
export function recordingPlan<C extends TestedConnector, S extends TestedSource = TestedSource>(
  connector: C,
  plan: Omit<RecordingPlan<C>, 'connector' | 'streams'> & { readonly streams?: StreamPlan<S, C> },
): RecordingPlan<C> {
  return { connector, ...plan }
}
