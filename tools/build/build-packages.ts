import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { type Manifest, readManifest } from '../workspace.ts'
import { buildCode } from './code.ts'
import { buildDeclarations } from './declarations.ts'
import { type Entry, publishedEntries } from './entries.ts'

/** A package that is being built. */
export interface PackageToBuild {
  /** Absolute path of the package's folder. */
  readonly folder: string
  readonly manifest: Manifest
  readonly entries: readonly Entry[]
}

/**
 * Builds the packages in these folders, each into its `dist`: JavaScript by tsup, declarations by tsc. Packages that they depend
 * on, unless among them, must be built already. Throws where one can't be built.
 */
export async function buildPackages(folders: readonly string[]): Promise<void> {
  const packages = folders.map((folder): PackageToBuild => {
    const manifest = readManifest(folder)
    return { folder, manifest, entries: publishedEntries(folder, manifest) }
  })
  for (const folder of folders) rmSync(join(folder, 'dist'), { recursive: true, force: true })
  await Promise.all([...packages.map(buildCode), buildDeclarations(packages)])
}
