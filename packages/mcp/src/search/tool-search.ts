import type { CallToolResult, Tool } from '@modelcontextprotocol/server'
import type { OwnTool } from '../tool/own-tool.ts'
import type { Toolset } from '../toolset/toolset.ts'
import { foundCallName, foundCallWire, searchWire } from './search-wires.ts'
import { readSearch } from './read-search.ts'
import { SearchIndex } from './search-index.ts'

export interface SearchOptions {
  /** A caller with more tools than this is shown the search instead. Default: 100. */
  readonly above?: number | undefined
}

/** Most characters of JSON for the tools of one answer; the first tool is always included. */
const answerBudget = 40_000

/**
 * Lets an agent find tools in a large catalogue. It finds only what its caller may use: search and calls share one decision
 * point.
 */
export interface ToolSearch {
  /** What tools/list returns instead of a list that is too long. */
  readonly wires: readonly Tool[]
  readonly own: readonly OwnTool[]
  hides(list: readonly Tool[]): boolean
}

export function toolSearch(toolset: Pick<Toolset, 'tools' | 'list'>, { above = 100 }: SearchOptions = {}): ToolSearch {
  // If all tools fit in a list, there is nothing to search.
  if (toolset.tools.size <= above) return { wires: [], own: [], hides: () => false }
  if (toolset.tools.has(foundCallName)) throw new TypeError(`toolset: '${foundCallName}' is a tool of the server's own`)
  const index = new SearchIndex(toolset.tools)
  const search: OwnTool = {
    wire: searchWire,
    async call(given, caller) {
      const read = readSearch(given)
      if ('problem' in read) return answer({ tools: [], found: 0, problem: read.problem })
      const permitted = new Set((await toolset.list(caller)).map(({ name }) => name))
      const found = index.find(read.query, permitted)
      return answer({ tools: shown(found.slice(0, read.most)), found: found.length })
    },
  }
  return { wires: [searchWire, foundCallWire], own: [search], hides: (list) => list.length > above }
}

/** As many as fit, including schemas. */
function shown(tools: readonly Tool[]): readonly Tool[] {
  let left = answerBudget
  return tools.filter((tool, position) => {
    left -= JSON.stringify(tool).length
    return position === 0 || left >= 0
  })
}

interface Found {
  readonly tools: readonly Tool[]
  readonly found: number
  readonly problem?: string
}

function answer({ tools, found, problem }: Found): CallToolResult {
  const next =
    problem !== undefined
      ? 'Fix the arguments and search again.'
      : found === 0
        ? 'Search again in other words. What is not found may not be used here.'
        : `Call one with ${foundCallName}, or by its name where your client lets you.`
  const structured = { tools, found, ...(problem !== undefined && { problem }), next }
  const said = problem ?? `${found} tools fit${tools.length > 0 ? `: ${tools.map(({ name }) => name).join(', ')}` : ''}`
  return {
    ...(problem !== undefined && { isError: true }),
    content: [
      { type: 'text', text: `${said}. ${next}`, annotations: { audience: ['user'] } },
      { type: 'text', text: JSON.stringify(structured), annotations: { audience: ['assistant'] } },
    ],
    structuredContent: structured,
  }
}
