import { join } from 'node:path'
import { build } from 'tsup'
import type { Entry } from './entries.ts'
import { loadedTogether } from './loaded-together.ts'

/** Writes the entries' JavaScript to `dist`, with shared chunks, so that what two entries share is loaded once. */
export async function buildCode(folder: string, packageName: string, entries: readonly Entry[]): Promise<void> {
  await build({
    config: false,
    tsconfig: join(import.meta.dirname, '..', '..', 'tsconfig.json'),
    entry: Object.fromEntries(entries.map(({ name, source }) => [name, source])),
    outDir: join(folder, 'dist'),
    format: 'esm',
    target: 'node22',
    platform: 'node',
    splitting: true,
    esbuildPlugins: [loadedTogether(folder, packageName)],
    treeshake: false,
    sourcemap: false,
    clean: false,
    dts: false,
    silent: true,
  })
}
