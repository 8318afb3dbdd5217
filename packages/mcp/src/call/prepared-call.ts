import type { CallOptions } from '@portico/core'
import type { UntypedMethod } from '@portico/core/definition'
import type { ServedTool } from '../toolset/served-tool.ts'
import type { Continuation } from './continuation.ts'

/** One call of a tool, prepared: with what it is made, and how it is sent. */
export interface PreparedCall {
  readonly tool: ServedTool
  readonly method: UntypedMethod
  readonly input: Readonly<Record<string, unknown>>
  /** The input fields that the person at the client filled in. */
  readonly filled: Readonly<Record<string, unknown>>
  /** SHA-256 of the arguments without the controls: computed only when something is bound to them, which a read never needs. */
  readonly argumentsHash: () => string
  readonly options: CallOptions
  readonly at: Continuation
}
