import { open, readFile, rename } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Column } from '../../record/columns.ts'
import { SyncError } from '../../sync-error.ts'
import type { Owner, SavedStates } from '../destination.ts'

export type FileFormat = 'jsonl' | 'parquet'

/** One file of a table. Later files in the list override earlier ones. */
export interface ManifestFile {
  readonly name: string
  readonly rows: number
  /** `deletions`: keys of records that were gone at `at`. */
  readonly holds: 'records' | 'deletions'
  readonly at: string
  /** The columns it was written with: later files may have more, or wider ones. */
  readonly columns: readonly Column[]
  /** Length of the longest line in bytes: the memory that reading a line of text takes. */
  readonly longest: number
}

/** The definition of a table: readers take the files it names, and ignore any others beside it. */
export interface Manifest {
  readonly version: 1
  readonly format: FileFormat
  readonly stream: string
  readonly owner: Owner
  readonly connectorVersion: string
  /** Grows with each landing. */
  readonly revision: number
  readonly columns: readonly Column[]
  readonly primaryKey: readonly string[]
  readonly files: readonly ManifestFile[]
  /** True where no key is in two of the files, so they can be read as they are. Otherwise the last one of a key counts. */
  readonly merged: boolean
  readonly deletes: 'hard' | 'soft'
  /** Files of an overwrite in progress. Readers leave them alone. */
  readonly filling: { readonly generation: number; readonly files: readonly ManifestFile[] } | null
  readonly state: unknown
  readonly slices: Readonly<Record<string, unknown>>
  readonly updatedAt: string | null
}

const manifestName = 'manifest.json'

/** The manifest of a table's folder; undefined where there is none. Throws a SyncError for one of another version. */
export async function readManifest(folder: string): Promise<Manifest | undefined> {
  let text: string
  try {
    text = await readFile(join(folder, manifestName), 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
  const refused = (problem: string, cause?: unknown): SyncError =>
    new SyncError('state_version', `${join(folder, manifestName)} ${problem}, or load the stream into another dataset`, { cause })
  let manifest: Partial<Manifest> | null
  try {
    manifest = JSON.parse(text) as Partial<Manifest> | null
  } catch (error) {
    throw refused('is not JSON: restore it', error)
  }
  if (manifest?.version === 1) return manifest as Manifest
  throw refused(
    `is of version ${String(manifest?.version)}, but this Portico reads only 1: use at least the version that wrote it`,
  )
}

/** The state that a manifest keeps of a stream and its slices. */
export function savedIn({ state, slices }: Manifest): SavedStates {
  return { stream: state ?? undefined, slices: new Map(Object.entries(slices)) }
}

/** Replaces the manifest atomically: readers see the old one or the new one. */
export async function writeManifest(folder: string, manifest: Manifest): Promise<void> {
  const written = join(folder, `.${manifestName}.new`)
  const file = await open(written, 'w', 0o600)
  try {
    await file.writeFile(JSON.stringify(manifest))
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(written, join(folder, manifestName))
  await syncPath(folder)
}

/** Waits until a file, or a folder's list of entries, is on disk. */
export async function syncPath(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** A folder is on disk once its parent is. */
export async function syncFolder(folder: string): Promise<void> {
  await syncPath(folder)
  await syncPath(dirname(folder))
}
