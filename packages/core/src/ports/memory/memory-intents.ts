import { type Intent, intentKeptMs, type Intents, lostAnswerMs } from '../intents.ts'

interface Held {
  readonly key: string
  readonly openedAt: number
  settledAt?: number
  /** The key was given to a call other than the one that opened the intent. */
  joined?: true
}

/** In-memory intents. */
export function memoryIntents(options: { readonly now?: () => number } = {}): Intents {
  const now = options.now ?? Date.now
  // In order of opening, so that the oldest come first.
  const held = new Map<string, Held>()
  const idOf = ({ client, actor, person, tenantId, operation, argumentsHash }: Intent): string =>
    JSON.stringify([client, actor.type, actor.id, person, tenantId, operation, argumentsHash])
  const forgetOld = (): void => {
    for (const [id, { openedAt }] of held) {
      if (now() - openedAt < intentKeptMs) return
      held.delete(id)
    }
  }
  return {
    open(intent, fresh) {
      forgetOld()
      const id = idOf(intent)
      const earlier = held.get(id)
      if (earlier && (earlier.settledAt === undefined || now() - earlier.settledAt < lostAnswerMs)) {
        earlier.joined = true
        return earlier.key
      }
      held.delete(id)
      held.set(id, { key: fresh, openedAt: now() })
      return fresh
    },
    replace(intent, key) {
      forgetOld()
      const id = idOf(intent)
      const earlier = held.get(id)
      if (earlier?.key === key) {
        earlier.joined = true
        return
      }
      held.delete(id)
      held.set(id, { key, openedAt: now() })
    },
    settle(intent, key) {
      const own = held.get(idOf(intent))
      if (own?.key === key) own.settledAt = now()
    },
    forget(intent, key) {
      const id = idOf(intent)
      const own = held.get(id)
      if (own?.key === key && !own.joined) held.delete(id)
    },
  }
}
