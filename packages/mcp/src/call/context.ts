import type { Caller } from '../access/caller.ts'
import type { ClientState } from '../questions/client-state.ts'
import type { CompiledRound } from '../questions/question.ts'

/** Answers of the person at the client, with the state that was signed when they were asked. */
export interface PersonsAnswer {
  readonly state: ClientState
  readonly responses: Readonly<Record<string, unknown>>
}

/** What is known of one tools/call besides its arguments. */
export interface ToolContext {
  readonly caller: Caller
  /** Aborted when the client disconnects or cancels the call. */
  readonly signal: AbortSignal
  /** From the request's `_meta`, if the host states them. */
  readonly correlationId?: string
  readonly key?: string
  /** Asks the person at the client by form; absent if the client cannot. Returns the answer to give to the request. */
  readonly ask?: (state: ClientState, questions: CompiledRound) => Promise<object>
  readonly answered?: PersonsAnswer
  /** Tells the client how often the vendor was polled about a long call; absent if it does not listen. */
  readonly progress?: (done: number, message: string) => Promise<void>
  /** Whether the client declared the tasks extension. */
  readonly takesTasks: boolean
}
