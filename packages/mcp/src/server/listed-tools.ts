import type { Tool } from '@modelcontextprotocol/server'
import type { Caller } from '../access/caller.ts'
import type { ToolServer } from './tool-server.ts'

/** What tools/list returns: the tools that this caller may use, or the search if they are too many, and the server's own. */
export async function listedTools({ toolset, own, search }: ToolServer, caller: Caller): Promise<readonly Tool[]> {
  const list = await toolset.list(caller)
  const others = [...own.values()].filter((tool) => !search.own.includes(tool)).map(({ wire }) => wire)
  return [...(search.hides(list) ? search.wires : list), ...others]
}
