import { resolve } from 'node:path'
import type { Source } from '@portico/core/streams'
import type { Suite } from '@portico/quality'
import type { CheckpointGateOptions } from '@portico/quality/sync'
import type { SyncGate } from '@portico/sync'
import { didYouMean } from '../config/nearest.ts'
import type { Setup } from '../config/setup.ts'
import type { Io } from '../io.ts'
import { Mistake } from '../mistake.ts'
import { readDocument } from '../quality/read-document.ts'
import { openConfiguredStore } from '../store/configured-store.ts'
import { qualityPackage } from '../optional-peers.ts'

/** The gates of a sync, and how what they tell to is let go. */
export interface OpenCheckpoints {
  readonly gates: readonly SyncGate[]
  close(): Promise<void>
}

/**
 * The checkpoints that the configuration states for a connector's streams; `all` says that none was named for this run. They tell what
 * they find where calls do. A `Mistake` where one is of a stream that is not there: nothing would stand before the one that was meant.
 */
export async function openCheckpoints(
  io: Io,
  setup: Setup,
  name: string,
  { streams, tables }: Source<object>,
  all: boolean,
): Promise<OpenCheckpoints> {
  const stated = Object.entries(setup.config.checkpoints?.[name] ?? {})
  if (stated.length === 0) return { gates: [], close: async () => undefined }
  const { readSuite } = await qualityPackage()
  const { checkpointGate } = await import('@portico/quality/sync')
  const suites: Record<string, Suite> = {}
  for (const [stream, path] of stated) {
    const field = `checkpoints.${name}.${stream}`
    const known = Object.keys(streams)
    if (!known.includes(stream)) {
      // Of a database, the streams are the tables that were named, or all that are published.
      if (tables && !all) continue
      const hint = didYouMean(stream, known, `it has ${known.join(', ')}`)
      throw new Mistake('configuration', field, `${name} has no such stream`, hint)
    }
    suites[stream] = await readDocument(io, field, resolve(setup.folder, path), readSuite)
  }
  const opened = await openConfiguredStore(io, setup)
  const { events = opened?.sql?.events, incidents = opened?.sql?.incidents, telemetry } = setup.config
  const sinks = { events, incidents, telemetry } as Pick<CheckpointGateOptions, 'events' | 'incidents' | 'telemetry'>
  return { gates: [checkpointGate({ suites, ...sinks })], close: async () => opened?.close() }
}
