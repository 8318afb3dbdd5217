import { globSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Options } from 'tsup'

type Plugin = NonNullable<Options['esbuildPlugins']>[number]

/**
 * What nearly every entry of a package builds on: core's contract; a connector's vendor, and the shapes that both planes share.
 */
function foundationsOf(packageName: string): readonly string[] {
  if (packageName === '@portico/core') return ['contract.ts']
  return packageName.startsWith('@portico/connector-') ? ['vendor.ts', 'version.ts', 'schemas/*.ts'] : []
}

/**
 * Keeps a package's foundations in one chunk. A chunk holds modules that the same entries reach, so eleven entries split the 15
 * kB of core's contract into nine files, and Node takes half a millisecond for each. Here every entry reaches all of them.
 */
export function loadedTogether(folder: string, packageName: string): Plugin {
  const source = join(folder, 'src')
  const imports = globSync(foundationsOf(packageName), { cwd: source })
    .toSorted()
    .map((file) => `import ${JSON.stringify(join(source, file))}\n`)
    .join('')
  return {
    name: 'loaded-together',
    setup(build) {
      if (imports === '') return
      // In packages without side effects, an import without names would be dropped.
      build.initialOptions.ignoreAnnotations = true
      // A dynamic import starts chunks of its own, as an entry does.
      const entries = new Set<string>()
      build.onResolve({ filter: /\.ts$/ }, ({ kind, path, resolveDir }) => {
        if (kind === 'entry-point' || kind === 'dynamic-import') entries.add(resolve(resolveDir, path))
        return undefined
      })
      build.onLoad({ filter: /\.ts$/ }, async ({ path }) =>
        entries.has(path) ? { contents: `${await readFile(path, 'utf8')}\n${imports}`, loader: 'ts' } : undefined,
      )
    },
  }
}
