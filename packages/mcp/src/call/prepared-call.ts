import type { CallOptions } from '@portico/core'
import type { UntypedMethod } from '@portico/core/definition'
import type { ServedTool } from '../toolset/served-tool.ts'
import type { Continuation } from './continuation.ts'

/** One call of a tool, prepared: what it is made with, and how it is sent. */
export interface PreparedCall {
  readonly tool: ServedTool
  readonly method: UntypedMethod
  readonly input: Readonly<Record<string, unknown>>
  /** What of the input the person at the client filled in. */
  readonly filled: Readonly<Record<string, unknown>>
  /** SHA-256 of the arguments, controls left out: made when something is bound to them, and a read binds nothing. */
  readonly argumentsHash: () => string
  readonly options: CallOptions
  readonly at: Continuation
}
