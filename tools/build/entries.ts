import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Manifest } from '../workspace.ts'

/** One source file that a published package exposes. */
export interface Entry {
  /** The name below `dist`, without extension: `index`, `webhooks`. */
  readonly name: string
  /** Absolute path of the source. */
  readonly source: string
  /** Whether it is imported, and so has declarations; a command is only run. */
  readonly imported: boolean
}

/**
 * The entries that a package publishes, from its `publishConfig`: `./dist/NAME.js` is built from `src/NAME.ts`.
 * Throws where an entry has no source, or where the development `exports` and the published ones differ.
 */
export function publishedEntries(folder: string, manifest: Manifest): Entry[] {
  const published = manifest.publishConfig?.exports ?? {}
  const development = manifest.exports ?? {}
  const missing = [...new Set([...Object.keys(published), ...Object.keys(development)])].filter(
    (key) => !(key in published) || !(key in development),
  )
  if (missing.length > 0) throw new Error(`${manifest.name}: exports and publishConfig.exports differ in ${missing.join(', ')}`)

  const imported = new Set(Object.values(published).map((entry) => entry.default))
  const files = new Set([...imported, ...Object.values(manifest.publishConfig?.bin ?? {})])
  return [...files].map((file) => {
    const name = /^\.\/dist\/(.+)\.js$/.exec(file)?.[1]
    if (name === undefined) throw new Error(`${manifest.name}: ${file} is not ./dist/NAME.js`)
    const source = join(folder, 'src', `${name}.ts`)
    if (!existsSync(source)) throw new Error(`${manifest.name}: ${file} has no source src/${name}.ts`)
    return { name, source, imported: imported.has(file) }
  })
}
