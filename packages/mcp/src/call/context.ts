import type { Caller } from '../access/caller.ts'
import type { ApprovalState } from '../approvals/approval-state.ts'

/** An answer of the person at the client, with the state that was signed when they were asked. */
export interface PersonsAnswer {
  readonly state: ApprovalState
  readonly response: unknown
}

/** What is known of one tools/call beside its arguments. */
export interface ToolContext {
  readonly caller: Caller
  /** Aborted when the client has gone, or has cancelled the call. */
  readonly signal: AbortSignal
  /** Of the request's `_meta`, where the host states them. */
  readonly correlationId?: string
  readonly key?: string
  /** Asks the person at the client by form; absent where the client can't. Gives what the answer to the request is to be. */
  readonly ask?: (state: ApprovalState, message: string) => Promise<object>
  readonly answered?: PersonsAnswer
  /** Whether the client declared the tasks extension. */
  readonly takesTasks: boolean
}
