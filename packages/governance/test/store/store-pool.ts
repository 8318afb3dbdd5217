import { openStore, type SqlStore, type StoreOptions } from '@portico/governance'

interface Pooled {
  readonly options: StoreOptions
  readonly store: SqlStore
  /** Undefined for one that has the clocks of the system and of the server. */
  readonly clock: { now: () => number } | undefined
  state: 'held' | 'idle' | 'closed'
}

/**
 * The stores of a suite. One that an earlier test is done with is given to the next that asks for one like it: most of what the tests
 * cost would be connections.
 */
export interface StorePool {
  open(options: StoreOptions): Promise<SqlStore>
  /** Lets the next test have what this one opened. */
  giveBack(): void
  close(): Promise<void>
}

export function storePool(url: string, schema: string): StorePool {
  const pooled: Pooled[] = []
  return {
    async open({ now, ...options }) {
      const alike = (one: Pooled): boolean => (one.clock === undefined) === (now === undefined) && same(one.options, options)
      const idle = pooled.find((one) => one.state === 'idle' && alike(one))
      if (idle) {
        if (idle.clock && now) idle.clock.now = now
        idle.state = 'held'
        return idle.store
      }
      const clock = now && { now }
      const store = await openStore(url, { schema, connections: 4, ...options, ...(clock && { now: () => clock.now() }) })
      const close = (): Promise<void> => {
        one.state = 'closed'
        return store.close()
      }
      const one: Pooled = { options, clock, state: 'held', store: { ...store, close } }
      pooled.push(one)
      return one.store
    },
    giveBack() {
      for (const one of pooled) if (one.state === 'held') one.state = 'idle'
    },
    async close() {
      await Promise.all(pooled.map((one) => one.store.close()))
    },
  }
}

function same(one: StoreOptions, other: StoreOptions): boolean {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]) as Set<keyof StoreOptions>
  return [...names].every((name) => one[name] === other[name])
}
