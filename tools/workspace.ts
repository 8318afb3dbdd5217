import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The part of a package.json that the repo's tools read. */
export interface Manifest {
  readonly name: string
  readonly version: string
  readonly description?: string
  readonly private?: boolean
  readonly bin?: Readonly<Record<string, string>>
  readonly exports?: Readonly<Record<string, string>>
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
  readonly scripts?: Readonly<Record<string, string>>
  readonly files?: readonly string[]
  readonly engines?: Readonly<Record<string, string>>
  readonly license?: string
  readonly repository?: { readonly type: string; readonly url: string; readonly directory?: string }
  readonly publishConfig?: {
    readonly bin?: Readonly<Record<string, string>>
    readonly exports?: Readonly<Record<string, PublishedEntry>>
  }
}

/** Where the published package has one entry's declarations and code. */
export interface PublishedEntry {
  readonly types: string
  readonly default: string
}

/** One package of the workspace. */
export interface WorkspacePackage {
  /** Absolute path of the package's folder. */
  readonly folder: string
  /** The same, relative to the repo's root, with forward slashes. */
  readonly path: string
  readonly manifest: Manifest
}

/** Absolute path of the repo's root. */
export const repoRoot = join(import.meta.dirname, '..')

/** Reads the package.json in a folder. */
export function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest
}

/** Every published package of the workspace below `root`, ordered by path. */
export function publicPackages(root: string = repoRoot): WorkspacePackage[] {
  return globSync(['packages/*/package.json', 'connectors/*/package.json'], { cwd: root })
    .map((file) => file.replaceAll('\\', '/').replace(/\/package\.json$/, ''))
    .toSorted()
    .map((path) => ({ path, folder: join(root, path), manifest: readManifest(join(root, path)) }))
    .filter(({ manifest }) => manifest.private !== true)
}
