import { resolve } from 'node:path'
import type { SourceReader, SyncObserver } from '@portico/sync'
import type { DatasetName, LineageTransport } from '@portico/sync/lineage'
import type { Setup } from '../config/setup.ts'
import type { Io } from '../io.ts'
import { Mistake } from '../mistake.ts'
import { oneLine } from '../terminal/text.ts'
import { placeOf } from './place-of.ts'

/** Reports a sync's lineage, and can be released. */
export interface OpenLineage {
  readonly observers: readonly SyncObserver[]
  close(): Promise<void>
}

type LineageConfig = NonNullable<Setup['config']['lineage']>

/** Reports a sync's lineage if configured. Events that a receiver has not taken wait on disk, with a warning. */
export async function openLineage(
  io: Io,
  setup: Setup,
  source: SourceReader,
  to: { readonly address: string; readonly dataset: string },
): Promise<OpenLineage> {
  const { lineage: stated } = setup.config
  if (!stated) return { observers: [], close: async () => undefined }
  const { createLineage, lineageObserver } = await import('@portico/sync/lineage')
  const lineage = createLineage({ namespace: stated.namespace ?? 'portico', transport: await transportOf(io, setup, stated) })
  const output = await outputOf(io, to)
  return { observers: [lineageObserver(lineage, { source, output })], close: () => lineage.close() }
}

async function transportOf(io: Io, { folder }: Setup, stated: LineageConfig): Promise<LineageTransport> {
  const { fileLineage, httpLineage, lineageOutbox } = await import('@portico/sync/lineage')
  if ('file' in stated) return fileLineage(resolve(folder, stated.file))
  const { url, token, outbox } = stated
  const secret = token && io.env[token.env]
  if (token && !secret)
    throw new Mistake('configuration', 'lineage.token', `${token.env} is not set`, 'set it, or leave token out')
  return lineageOutbox({
    folder: resolve(folder, outbox),
    transport: httpLineage({ url, ...(secret && { token: secret }) }),
    onTrouble: ({ file, error }) => void io.stderr.write(`lineage waits in ${oneLine(file)}: ${oneLine(error.message)}\n`),
  })
}

async function outputOf(
  io: Io,
  { address, dataset }: { readonly address: string; readonly dataset: string },
): Promise<(table: string) => DatasetName> {
  const { duckdbDataset, fileDataset, postgresDataset } = await import('@portico/sync/lineage')
  const place = placeOf(io, address)
  if (place.kind === 'postgres') return (name) => postgresDataset(new URL(place.url), { schema: dataset, name })
  const { kind, path } = place
  return (table) => (kind === 'duckdb' ? duckdbDataset(path, `${dataset}.${table}`) : fileDataset(resolve(path, dataset, table)))
}
