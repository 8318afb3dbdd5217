import { randomBytes } from 'node:crypto'
import { createRequestStateCodec, type Implementation, type RequestStateCodec } from '@modelcontextprotocol/server'
import { type Intents, memoryIntents, memoryTasks } from '@portico/core'
import { type Desk, memoryDesk } from '../approvals/desk.ts'
import type { ClientState } from '../questions/client-state.ts'
import { claimTool } from '../claims/claim-tool.ts'
import { takesClaims } from '../claims/claim-ledger.ts'
import { type OwnTool, ownTools } from '../tool/own-tool.ts'
import { type SearchOptions, type ToolSearch, toolSearch } from '../search/tool-search.ts'
import { createRepeats, type Repeats } from '../repeats/repeats.ts'
import type { ResolvedTaskOptions, TaskOptions } from '../tasks/task-options.ts'
import { TaskRunner } from '../tasks/task-runner.ts'
import { checkWebhook } from '../tasks/tell-end.ts'
import type { Toolset } from '../toolset/toolset.ts'
import { version } from '../version.ts'

/** Serving options common to every transport. */
export interface ToolServerOptions {
  /** How the server identifies itself. Default: `portico`, with this package's version. */
  readonly info?: Implementation
  /** Instructions for the model about the server as a whole. */
  readonly instructions?: string
  /** Where unsettled writes are remembered, so that a repeat joins them. Default: in this process. */
  readonly intents?: Intents
  /**
   * Signs what passes through a client and comes back: at least 32 bytes, the same for all instances. Default: random per
   * process.
   */
  readonly stateKey?: string | Uint8Array
  readonly tasks?: TaskOptions
  /**
   * Where decisions of the person at a client go. Default: the memory store's; with another store, nobody is asked at the client.
   */
  readonly desk?: Desk
  /** How long a question to a person stays valid, in seconds. Default: 600. */
  readonly questionTtlSeconds?: number
  /** When the list of tools is too long and is searched instead. */
  readonly search?: SearchOptions
}

/** A toolset with everything needed to serve it, whatever the transport. */
export interface ToolServer {
  readonly toolset: Toolset
  /** Served beside the toolset's, by wire name. */
  readonly own: ReadonlyMap<string, OwnTool>
  readonly search: ToolSearch
  readonly info: Implementation
  readonly instructions: string | undefined
  readonly repeats: Repeats
  readonly intents: Intents
  readonly desk: Desk | undefined
  readonly states: RequestStateCodec<ClientState>
  readonly tasks: ResolvedTaskOptions
  readonly runner: TaskRunner
  /** Stops the work on tasks here; another instance continues it. */
  close(): Promise<void>
}

export function createToolServer(toolset: Toolset, options: ToolServerOptions = {}): ToolServer {
  const intents = options.intents ?? memoryIntents()
  const tasks = resolveTasks(options.tasks)
  const { ledger } = toolset.governance
  const search = toolSearch(toolset, options.search)
  const own = ownTools([...(takesClaims(ledger) ? [claimTool(toolset, ledger)] : []), ...search.own], toolset.tools)
  const runner = new TaskRunner(toolset, tasks, intents)
  // Without long operations there is nothing to run.
  if ([...toolset.tools.values()].some(({ operation }) => operation.job)) runner.start()
  return {
    toolset,
    own,
    search,
    info: options.info ?? { name: 'portico', version },
    instructions: options.instructions,
    repeats: createRepeats(intents, toolset.governance.clock),
    intents,
    desk: options.desk ?? memoryDesk(toolset.governance.store.approvals, toolset.governance.clock.now),
    states: createRequestStateCodec<ClientState>({
      key: options.stateKey ?? randomBytes(32),
      ttlSeconds: options.questionTtlSeconds ?? 600,
    }),
    tasks,
    runner,
    close: () => runner.close(),
  }
}

function resolveTasks(given: TaskOptions = {}): ResolvedTaskOptions {
  if (given.webhook) checkWebhook(given.webhook)
  return {
    store: given.store ?? memoryTasks(),
    ttlMs: given.ttlMs ?? 24 * 3_600_000,
    required: given.required ?? [],
    approvals: given.approvals ?? 'before',
    waitMs: given.waitMs ?? 25_000,
    everyMs: given.everyMs ?? 500,
    webhook: given.webhook,
    incidents: given.incidents,
  }
}
