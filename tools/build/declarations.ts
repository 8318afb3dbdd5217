import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { publicPackages, repoRoot } from '../workspace.ts'
import type { PackageToBuild } from './build-packages.ts'
import { compilerPath } from './compiler-path.ts'

/**
 * Writes the declarations of the packages' entries to each `dist`, and the declarations that these refer to. The compiler writes
 * one per source, and most add nothing to an entry's.
 *
 * In development a package's `exports` are sources. For packages that are built already, the declarations are read instead, which
 * are a fraction of the size. Types are checked once, by the repo's `typecheck`. Throws where the compiler can't write a
 * declaration; it has printed why.
 */
export async function buildDeclarations(packages: readonly PackageToBuild[]): Promise<void> {
  const cache = join(packages.length === 1 ? packages[0]!.folder : repoRoot, 'node_modules', '.cache')
  mkdirSync(cache, { recursive: true })
  const work = mkdtempSync(join(cache, 'declarations-'))
  try {
    const project = join(work, 'tsconfig.json')
    const output = join(work, 'output')
    const imported = packages.flatMap(({ folder, entries }) =>
      entries.filter((entry) => entry.imported).map(({ name, source }) => ({ folder, name, source })),
    )
    writeFileSync(
      project,
      JSON.stringify({
        extends: join(repoRoot, 'tsconfig.json'),
        compilerOptions: {
          noEmit: false,
          declaration: true,
          emitDeclarationOnly: true,
          noCheck: true,
          stripInternal: true,
          rootDir: repoRoot,
          outDir: output,
          paths: entryPaths(packages.map(({ folder }) => folder)),
        },
        files: imported.map(({ source }) => source),
        include: [],
      }),
    )
    // Packages are built in parallel, and each build ends before garbage collection would pay off.
    const compiler = spawn(compilerPath(), ['-p', project, '--singleThreaded'], {
      stdio: 'inherit',
      env: { ...process.env, GOGC: 'off' },
    })
    const [status] = (await once(compiler, 'close')) as [number | null]
    if (status !== 0) throw new Error(`no declarations for ${packages.map(({ manifest }) => manifest.name).join(', ')}`)
    for (const { folder, name } of imported)
      copyDeclarations(`${name}.d.ts`, join(output, relative(repoRoot, folder), 'src'), join(folder, 'dist'))
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

/**
 * Where the compiler finds each entry of every package: its source where the package is being built, else its declarations; where
 * there are none, the compiler resolves the package itself.
 */
export function entryPaths(beingBuilt: readonly string[]): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    publicPackages().flatMap(({ folder, manifest: { name, exports, publishConfig } }) =>
      Object.entries(publishConfig?.exports ?? {}).map(([key, { types }]) => [
        name + key.slice(1),
        [join(folder, beingBuilt.includes(folder) ? exports![key]! : types)],
      ]),
    ),
  )
}

/** Copies a declaration, and those it refers to, unless they are there. */
function copyDeclarations(file: string, from: string, to: string): void {
  const target = join(to, file)
  if (existsSync(target)) return
  const referred: string[] = []
  // The compiler keeps the sources' `./name.ts`, which users' compilers would look up literally.
  const text = readFileSync(join(from, file), 'utf8').replaceAll(
    /(\bfrom |\bimport\()(['"])(\.{1,2}\/[^'"]+)\.ts\2/g,
    (_, keyword: string, quote: string, path: string) => {
      referred.push(join(dirname(file), `${path}.d.ts`))
      return `${keyword}${quote}${path}.js${quote}`
    },
  )
  mkdirSync(dirname(target), { recursive: true })
  writeFileSync(target, text)
  for (const other of referred) copyDeclarations(other, from, to)
}
