import { Mistake } from '../mistake.ts'
import type { Output } from './output.ts'
import { oneLine } from './text.ts'

/** Options of commands whose list may be long. */
export interface LimitOption {
  readonly limit?: string
}

/**
 * The first entries, and a warning if there are more: what is left out must not look absent. `ask` is asked for one more than is
 * shown.
 */
export async function limited<T>(
  output: Output,
  { limit }: LimitOption,
  ask: (most: number) => Promise<readonly T[]>,
  usual = 100,
): Promise<readonly T[]> {
  const most = limitOf(limit, usual)
  const found = await ask(most + 1)
  if (found.length <= most) return found
  output.warn(`there are more than these ${most}: --limit shows more`)
  return found.slice(0, most)
}

function limitOf(text: string | undefined, usual: number): number {
  if (text === undefined) return usual
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text)
  throw new Mistake('usage', '--limit', `'${oneLine(text)}' is not a number of rows`, 'write --limit 500')
}
