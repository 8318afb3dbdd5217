import type { Token } from '../../contract/scheme.ts'
import type { Tokens } from '../tokens.ts'

/** Tokens of this process. */
export function memoryTokens(): Tokens {
  const held = new Map<string, Token>()
  const last = new Map<string, Promise<unknown>>()

  return {
    read: (key) => held.get(key),
    write(key, token) {
      held.set(key, token)
    },
    remove(key) {
      held.delete(key)
    },
    async exclusively(key, run) {
      const before = last.get(key)
      // The one before reports its failure to its own caller.
      const mine = before === undefined ? run() : before.then(run, run)
      last.set(key, mine)
      try {
        return await mine
      } finally {
        if (last.get(key) === mine) last.delete(key)
      }
    },
  }
}
