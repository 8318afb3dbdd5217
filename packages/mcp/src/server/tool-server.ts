import { randomBytes } from 'node:crypto'
import { createRequestStateCodec, type Implementation, type RequestStateCodec } from '@modelcontextprotocol/server'
import type { ApprovalState } from '../approvals/approval-state.ts'
import type { Intents } from '../repeats/intents.ts'
import { memoryIntents } from '../repeats/memory-intents.ts'
import { createRepeats, type Repeats } from '../repeats/repeats.ts'
import type { Toolset } from '../toolset/toolset.ts'
import { version } from '../version.ts'

export interface ToolServerOptions {
  /** How the server names itself. Default: `portico`, with this package's version. */
  readonly info?: Implementation
  /** For the model, about the server as a whole. */
  readonly instructions?: string
  /** Where unsettled writes are remembered, so that a repeat joins them. Default: this process. */
  readonly intents?: Intents
  /** Signs what goes through a client and comes back: 32 bytes at least, the same for all instances. Default: made for this process. */
  readonly stateKey?: string | Uint8Array
  /** How long a question to a person stays good, in seconds. Default: 600. */
  readonly questionTtlSeconds?: number
}

/** A toolset with all that answering for it needs, whatever the transport is. */
export interface ToolServer {
  readonly toolset: Toolset
  readonly info: Implementation
  readonly instructions: string | undefined
  readonly repeats: Repeats
  readonly states: RequestStateCodec<ApprovalState>
}

export function createToolServer(toolset: Toolset, options: ToolServerOptions = {}): ToolServer {
  return {
    toolset,
    info: options.info ?? { name: 'portico', version },
    instructions: options.instructions,
    repeats: createRepeats(options.intents ?? memoryIntents(), toolset.governance.clock),
    states: createRequestStateCodec<ApprovalState>({
      key: options.stateKey ?? randomBytes(32),
      ttlSeconds: options.questionTtlSeconds ?? 600,
    }),
  }
}
