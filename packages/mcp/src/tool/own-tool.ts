import type { CallToolResult, Tool } from '@modelcontextprotocol/server'
import type { Caller } from '../access/caller.ts'

/** A tool of the server itself, beside those of operations. It reaches no vendor, so whoever may call anything may call it. */
export interface OwnTool {
  readonly wire: Tool
  call(given: unknown, caller: Caller): Promise<CallToolResult>
}

/** A server's own tools by wire name. Throws a TypeError if an operation has taken one of the names. */
export function ownTools(tools: readonly OwnTool[], taken: { has(name: string): boolean }): ReadonlyMap<string, OwnTool> {
  const clash = tools.find(({ wire }) => taken.has(wire.name))
  if (clash) throw new TypeError(`toolset: '${clash.wire.name}' is a tool of the server's own: give the operation another name`)
  return new Map(tools.map((tool) => [tool.wire.name, tool]))
}
