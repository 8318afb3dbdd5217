export interface Search {
  readonly query: string
  readonly most: number
}

export const mostFound = 20
export const longestQuery = 400

/** Reads the arguments of a search, or returns the first problem with them. */
export function readSearch(given: unknown): Search | { readonly problem: string } {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return { problem: 'arguments: expected an object' }
  const { query, limit = 5, ...others } = given as Readonly<Record<string, unknown>>
  const [stray] = Object.keys(others)
  if (stray !== undefined) return { problem: `${stray}: not an argument of this tool` }
  if (typeof query !== 'string' || query.trim() === '' || query.length > longestQuery)
    return { problem: `query: expected a text of at most ${longestQuery} characters` }
  if (!Number.isInteger(limit) || (limit as number) < 1 || (limit as number) > mostFound)
    return { problem: `limit: expected a whole number from 1 to ${mostFound}` }
  return { query, most: limit as number }
}

/** The call that `portico_call_tool` makes; undefined if the arguments name none. */
export function readFoundCall(given: unknown): { readonly name: string; readonly arguments: unknown } | undefined {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return undefined
  const { name, arguments: inner, ...others } = given as Readonly<Record<string, unknown>>
  return typeof name === 'string' && Object.keys(others).length === 0 ? { name, arguments: inner } : undefined
}
