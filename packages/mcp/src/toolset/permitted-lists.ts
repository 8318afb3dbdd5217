import type { Tool } from '@modelcontextprotocol/server'
import type { Caller } from '../access/caller.ts'
import type { Permission } from '../access/permit.ts'
import type { ServedTool } from './served-tool.ts'

/** Lists kept at once; the one that was made first goes when there are more. */
const most = 1_000

/** The permitted tools of a caller, asked of `permits` once per set of rights and then kept. */
export function permittedLists(
  tools: readonly ServedTool[],
  permits: (tool: ServedTool, caller: Caller) => Permission,
): (caller: Caller) => readonly Tool[] {
  const lists = new Map<string, readonly Tool[]>()
  return (caller) => {
    const rights = JSON.stringify([
      caller.client,
      caller.tenantId,
      caller.actor.type,
      caller.scopes ? [...caller.scopes].toSorted() : null,
    ])
    const held = lists.get(rights)
    if (held) return held
    const list = tools.filter((tool) => permits(tool, caller).allowed).map(({ wire }) => wire)
    if (lists.size >= most) lists.delete(lists.keys().next().value!)
    lists.set(rights, list)
    return list
  }
}
