import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { repoRoot } from '../workspace.ts'

/**
 * Writes the package's declarations to `dist`.
 *
 * In development a package's `exports` are sources, so the program holds its dependencies' sources too: the whole repo is the
 * root folder, and only the package's own part of the output is kept. Types are checked once, by the repo's `typecheck`.
 * Throws where the compiler cannot write a declaration; it has printed why.
 */
export async function buildDeclarations(folder: string): Promise<void> {
  const cache = join(folder, 'node_modules', '.cache')
  mkdirSync(cache, { recursive: true })
  const work = mkdtempSync(join(cache, 'declarations-'))
  try {
    const project = join(work, 'tsconfig.json')
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
          outDir: join(work, 'output'),
        },
        include: [join(folder, 'src/**/*')],
        exclude: [],
      }),
    )
    const compiler = spawn(join(repoRoot, 'node_modules', '.bin', 'tsc'), ['-p', project, '--checkers', '1'], {
      stdio: 'inherit',
    })
    const [status] = (await once(compiler, 'close')) as [number | null]
    if (status !== 0) throw new Error(`no declarations for ${relative(repoRoot, folder)}`)
    copyDeclarations(join(work, 'output', relative(repoRoot, folder), 'src'), join(folder, 'dist'))
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

// The compiler leaves the sources' `./name.ts` in declarations, which users' compilers would look for as it is.
function copyDeclarations(from: string, to: string): void {
  for (const file of globSync('**/*.d.ts', { cwd: from })) {
    const text = readFileSync(join(from, file), 'utf8').replaceAll(
      /(\bfrom |\bimport\()(['"])(\.{1,2}\/[^'"]+)\.ts\2/g,
      (_, keyword: string, quote: string, path: string) => `${keyword}${quote}${path}.js${quote}`,
    )
    mkdirSync(dirname(join(to, file)), { recursive: true })
    writeFileSync(join(to, file), text)
  }
}
