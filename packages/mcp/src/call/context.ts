import type { Caller } from '../access/caller.ts'
import type { ClientState } from '../questions/client-state.ts'
import type { CompiledRound } from '../questions/question.ts'

/** Answers of the person at the client, with the state that was signed when they were asked. */
export interface PersonsAnswer {
  readonly state: ClientState
  readonly responses: Readonly<Record<string, unknown>>
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
  readonly ask?: (state: ClientState, questions: CompiledRound) => Promise<object>
  readonly answered?: PersonsAnswer
  /** Tells the client how often the vendor was asked about a call that takes time; absent where it does not listen. */
  readonly progress?: (done: number, message: string) => Promise<void>
  /** Whether the client declared the tasks extension. */
  readonly takesTasks: boolean
}
