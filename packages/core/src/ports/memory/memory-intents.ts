import { type Intent, type Intents, lostAnswerMs } from '../intents.ts'

/** An intent that nobody settled is forgotten after so long: the vendors' own keys are kept as long. */
const keptForMs = 24 * 3_600_000

/** Intents of this process. */
export function memoryIntents(options: { readonly now?: () => number } = {}): Intents {
  const now = options.now ?? Date.now
  // In the order of opening, so that the oldest come first.
  const held = new Map<string, { readonly key: string; readonly openedAt: number; settledAt?: number }>()
  const idOf = ({ client, tenantId, operation, argumentsHash }: Intent): string =>
    JSON.stringify([client, tenantId, operation, argumentsHash])
  const forgetOld = (): void => {
    for (const [id, { openedAt }] of held) {
      if (now() - openedAt < keptForMs) return
      held.delete(id)
    }
  }
  return {
    open(intent, fresh) {
      forgetOld()
      const id = idOf(intent)
      const earlier = held.get(id)
      if (earlier && (earlier.settledAt === undefined || now() - earlier.settledAt < lostAnswerMs)) return earlier.key
      held.delete(id)
      held.set(id, { key: fresh, openedAt: now() })
      return fresh
    },
    replace(intent, key) {
      const id = idOf(intent)
      held.delete(id)
      held.set(id, { key, openedAt: now() })
    },
    settle(intent, key) {
      const own = held.get(idOf(intent))
      if (own?.key === key) own.settledAt = now()
    },
    forget(intent, key) {
      const id = idOf(intent)
      if (held.get(id)?.key === key) held.delete(id)
    },
  }
}
