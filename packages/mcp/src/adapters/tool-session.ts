import { ProtocolError, type Tool } from '@modelcontextprotocol/server'
import type { Caller } from '../access/caller.ts'
import { callTool } from '../call/call-tool.ts'
import { createToolServer, type ToolServerOptions } from '../server/tool-server.ts'
import type { Toolset } from '../toolset/toolset.ts'

export interface ToolSessionOptions extends ToolServerOptions {
  /** On whose behalf the model works. */
  readonly caller: Caller
}

/** A toolset in this process, for one caller: the base of each framework's own tools. */
export interface ToolSession extends AsyncDisposable {
  /** The tools that the caller may use. */
  list(): Promise<readonly Tool[]>
  /** The structured answer. A failed call is an answer too: `error` says what happened and what to do next. */
  call(name: string, given: unknown, options?: { readonly signal?: AbortSignal | undefined }): Promise<Answer>
  /** Stops the work on long operations here. */
  close(): Promise<void>
}

export type Answer = Readonly<Record<string, unknown>>

/** Opens a toolset for a framework in this process. Listing and calls pass through the same decision point as for MCP clients. */
export function toolSession(toolset: Toolset, { caller, ...options }: ToolSessionOptions): ToolSession {
  const served = createToolServer(toolset, options)
  return {
    list: async () => [...(await toolset.list(caller)), ...[...served.own.values()].map(({ wire }) => wire)],
    async call(name, given, { signal = new AbortController().signal } = {}) {
      try {
        const answer = (await callTool(served, name, given, { caller, signal, takesTasks: false })) as Record<string, unknown>
        return (answer['structuredContent'] ?? { content: answer['content'] }) as Answer
      } catch (error) {
        if (!(error instanceof ProtocolError)) throw error
        return { error: { code: 'unknown_tool', message: error.message, commitState: 'not_sent', retryable: false } }
      }
    },
    close: () => served.close(),
    [Symbol.asyncDispose]: () => served.close(),
  }
}
