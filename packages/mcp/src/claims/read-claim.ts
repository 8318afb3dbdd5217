/** A claim as an agent gives it. */
export interface GivenClaim {
  readonly call: string
  readonly tool: string
  readonly outcome: 'done' | 'not_done'
  readonly arguments?: Readonly<Record<string, unknown>>
}

const mostCharacters = 256
const known: ReadonlySet<string> = new Set(['call', 'tool', 'outcome', 'arguments'])

/** Reads a claim from a call's arguments, or returns the first problem with them. */
export function readClaim(given: unknown): GivenClaim | { readonly problem: string } {
  if (!isObject(given)) return { problem: 'arguments: expected an object' }
  const stray = Object.keys(given).find((name) => !known.has(name))
  if (stray !== undefined) return { problem: `${stray.slice(0, 64)}: not an argument of this tool` }
  for (const name of ['call', 'tool'] as const) {
    const value = given[name]
    if (typeof value !== 'string' || value.trim() === '') return { problem: `${name}: expected a text` }
    // People are shown it, and PostgreSQL cannot store NUL.
    if (/\p{Cc}/u.test(value)) return { problem: `${name}: expected a text without control characters` }
    if (value.length > mostCharacters) return { problem: `${name}: at most ${mostCharacters} characters` }
  }
  if (given['outcome'] !== 'done' && given['outcome'] !== 'not_done') return { problem: 'outcome: expected done or not_done' }
  if (given['arguments'] !== undefined && !isObject(given['arguments'])) return { problem: 'arguments: expected an object' }
  return given as unknown as GivenClaim
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
