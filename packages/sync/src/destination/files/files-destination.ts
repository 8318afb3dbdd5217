import { randomUUID } from 'node:crypto'
import type { Dirent } from 'node:fs'
import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import {
  datasetTaken,
  type Destination,
  type LandingStream,
  type Owner,
  type StreamStatus,
  type StreamWriter,
  tableName,
} from '../destination.ts'
import { duckdbNames } from '../duckdb/duckdb-types.ts'
import { isLeftBehind } from '../left-behind.ts'
import { evolve } from '../schema-evolution.ts'
import { fileFailure } from './file-failure.ts'
import { FileWriter } from './file-writer.ts'
import { type FileFormat, type Manifest, readManifest, savedIn, syncFolder } from './manifest.ts'
import { SpillingDuckdb } from './spilling-duckdb.ts'
import { lockTable } from './table-lock.ts'
import { removeUnnamed } from './write-files.ts'

export interface FilesDestinationOptions {
  /** The folder for the datasets; created where there is none. */
  readonly folder: string
  /** The subfolder for the tables: it holds the data of one owner. */
  readonly dataset: string
  /** Memory limit of the DuckDB that merges and writes Parquet. Default `256MB`. */
  readonly memoryLimit?: string
}

const spillMark = '.spill-'

/** Files with one line of JSON per record. Readers must follow the manifest in a table's folder. */
export function jsonlDestination(options: FilesDestinationOptions): Promise<Destination & AsyncDisposable> {
  return filesDestination('jsonl', options)
}

/** Parquet files. Readers must follow the manifest in a table's folder. */
export function parquetDestination(options: FilesDestinationOptions): Promise<Destination & AsyncDisposable> {
  return filesDestination('parquet', options)
}

/** Closes a given DuckDB along with itself; otherwise it opens its own, which spills beside the tables. */
export async function filesDestination(
  format: FileFormat,
  { folder, dataset, memoryLimit = '256MB' }: FilesDestinationOptions,
  given?: SpillingDuckdb,
): Promise<Destination & AsyncDisposable> {
  const label = `${format}:${folder}`
  const root = join(folder, dataset)
  const spill = join(root, `${spillMark}${process.pid}-${randomUUID().slice(0, 8)}`)
  const duckdb = given ?? new SpillingDuckdb(spill, memoryLimit)
  try {
    await removeSpilled(root)
  } catch (error) {
    throw fileFailure(error, label)
  }
  return {
    kind: format,
    label,
    async open(stream) {
      try {
        return await openStream({ format, root, dataset, label, duckdb }, stream)
      } catch (error) {
        throw fileFailure(error, label)
      }
    },
    async status() {
      const manifests = (await manifestsIn(root)).filter(({ manifest: { state } }) => state !== null)
      return manifests.map(({ folder: at, manifest }): StreamStatus => {
        const { stream, owner, state, updatedAt } = manifest
        return { stream, owner, table: at, state, updatedAt: updatedAt! }
      })
    },
    close: () => duckdb.close(),
    [Symbol.asyncDispose]: () => duckdb.close(),
  }
}

/** Removes what a killed run had spilled. */
async function removeSpilled(root: string): Promise<void> {
  for (const { name } of await entriesOf(root)) {
    const path = join(root, name)
    if (!name.startsWith(spillMark) || !(await isLeftBehind(path, Number.parseInt(name.slice(spillMark.length), 10)))) continue
    await rm(path, { recursive: true, force: true })
  }
}

interface Place {
  readonly format: FileFormat
  readonly root: string
  readonly dataset: string
  readonly label: string
  readonly duckdb: SpillingDuckdb
}

async function openStream(place: Place, stream: LandingStream): Promise<StreamWriter> {
  const { format, root, dataset, label, duckdb } = place
  await checkOwner(root, dataset, stream.owner)
  const folder = join(root, tableName(stream.name))
  await mkdir(folder, { recursive: true })
  await syncFolder(folder)
  const unlock = await lockTable(folder, stream.name)
  try {
    const there = await readManifest(folder)
    if (there) stream.accept?.(savedIn(there))
    const evolution = evolve(stream, there && (there.files.length > 0 || there.filling) ? there.columns : undefined, duckdbNames)
    const manifest: Manifest = there ?? {
      version: 1,
      format,
      stream: stream.name,
      owner: stream.owner,
      connectorVersion: stream.connectorVersion,
      revision: 0,
      columns: evolution.columns,
      primaryKey: stream.primaryKey,
      files: [],
      merged: true,
      deletes: stream.deletes,
      filling: null,
      state: null,
      slices: {},
      updatedAt: null,
    }
    const named = new Set([...manifest.files, ...(manifest.filling?.files ?? [])].map(({ name }) => name))
    await removeUnnamed(folder, await readdir(folder), named)
    const current = { ...manifest, primaryKey: stream.primaryKey, deletes: stream.deletes }
    return new FileWriter({ duckdb, label, folder, stream, evolution, manifest: current, unlock })
  } catch (error) {
    await unlock()
    throw error
  }
}

async function checkOwner(root: string, dataset: string, owner: Owner): Promise<void> {
  for (const { manifest } of await manifestsIn(root)) {
    const { tenantId, account, connector } = manifest.owner
    const same = tenantId === owner.tenantId && account === owner.account && connector === owner.connector
    if (!same) throw datasetTaken(dataset, manifest.owner)
  }
}

async function manifestsIn(root: string): Promise<{ readonly folder: string; readonly manifest: Manifest }[]> {
  const folders = (await entriesOf(root)).filter((entry) => entry.isDirectory()).map(({ name }) => join(root, name))
  const found = await Promise.all(folders.toSorted().map(async (folder) => ({ folder, manifest: await readManifest(folder) })))
  return found.flatMap(({ folder, manifest }) => (manifest ? [{ folder, manifest }] : []))
}

/** The contents of a folder: none where nothing has landed yet. */
async function entriesOf(folder: string): Promise<Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}
