import type { CommandContext } from '../command-context.ts'
import type { Setup } from '../config/setup.ts'
import { openConfiguredStore } from '../store/configured-store.ts'
import { oneLine } from '../terminal/text.ts'
import { freshnessSinks } from './freshness-sinks.ts'
import { isThere, lookAt, scheduledPlaces } from './landed-place.ts'

/**
 * Notices, until interrupted, that scheduled data has become older than it promises, even while no run starts or ends. A place
 * that cannot be inspected is reported and retried.
 */
export async function watchSchedules({ io, output }: Pick<CommandContext, 'io' | 'output'>, setup: Setup): Promise<void> {
  const places = await scheduledPlaces(setup)
  if (places.length === 0) return
  const { tellFreshness, watchFreshness } = await import('@portico/sync/freshness')
  const store = await openConfiguredStore(io, setup)
  const sinks = freshnessSinks(setup, store)
  const { tenantId } = setup
  const watches = places.map(async (place) => {
    let destination = ''
    await watchFreshness({
      async look(now) {
        if (!isThere(io, place.to)) return []
        const { kind, freshness } = await lookAt(io, setup, place, now)
        destination = kind
        return freshness
      },
      async tell(changed, now) {
        const { connector } = place
        for (const { stream, isStale } of changed) if (isStale) output.warn(oneLine(`${connector}.${stream} is stale`))
        await tellFreshness(changed, { tenantId, connector, destination, at: new Date(now).toISOString() }, sinks)
      },
      onTrouble: (error) =>
        output.warn(
          oneLine(`freshness of ${place.connector} can't be told: ${error instanceof Error ? error.message : String(error)}`),
        ),
      signal: io.signal,
    })
  })
  try {
    await Promise.all(watches)
  } finally {
    await store?.close()
  }
}
