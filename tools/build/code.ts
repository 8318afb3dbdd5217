import { join } from 'node:path'
import { build } from 'tsup'
import type { PackageToBuild } from './build-packages.ts'
import { loadedTogether } from './loaded-together.ts'

/** Writes the entries' JavaScript to `dist`, in shared chunks, so that code shared by two entries is loaded once. */
export async function buildCode({ folder, manifest, entries }: PackageToBuild): Promise<void> {
  await build({
    config: false,
    tsconfig: join(import.meta.dirname, '..', '..', 'tsconfig.json'),
    entry: Object.fromEntries(entries.map(({ name, source }) => [name, source])),
    outDir: join(folder, 'dist'),
    format: 'esm',
    target: 'node22',
    platform: 'node',
    splitting: true,
    // By default tsup would read these from the package in the current folder.
    external: Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies }),
    esbuildOptions(options) {
      options.absWorkingDir = folder
    },
    esbuildPlugins: [loadedTogether(folder, manifest.name)],
    treeshake: false,
    sourcemap: false,
    clean: false,
    dts: false,
    silent: true,
  })
}
