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

/** A sync's gates, and how to release what they report to. */
export interface OpenCheckpoints {
  readonly gates: readonly SyncGate[]
  close(): Promise<void>
}

/**
 * The checkpoints configured for a connector's streams; `all` means that none was named for this run. They report where calls do.
 * Throws a `Mistake` for a checkpoint on an unknown stream: the intended stream would be unguarded.
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
      // The streams of a database are its named tables, or all published ones.
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
