import { abortable } from '../../auth/abortable.ts'
import type { Token } from '../../contract/scheme.ts'
import type { Tokens } from '../tokens.ts'

/** In-memory tokens. */
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
    async exclusively(key, run, signal) {
      const before = last.get(key)
      // The previous refresh reports its failure to its own caller. One that gives up waiting keeps its place: those behind wait
      // for both.
      const turn = before?.then(ended, ended)
      const mine =
        turn === undefined
          ? run()
          : turn.then(() => {
              signal?.throwIfAborted()
              return run()
            })
      last.set(key, mine)
      try {
        if (turn !== undefined) await abortable(turn, signal)
        return await mine
      } finally {
        void mine.then(ended, ended).then(() => last.get(key) === mine && last.delete(key))
      }
    },
  }
}

function ended(): void {}
