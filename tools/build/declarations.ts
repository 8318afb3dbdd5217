import { execFile } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { mkdirSync } from 'node:fs'
import { join, relative } from 'node:path'
import { promisify } from 'node:util'
import { repoRoot } from '../workspace.ts'

const run = promisify(execFile)

/**
 * Writes the package's declarations to `dist`.
 *
 * In development a package's `exports` are sources, so the program holds its dependencies' sources too: the whole repo is the
 * root folder, and only the package's own part of the output is kept. Types are checked once, by the repo's `typecheck`.
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
          rewriteRelativeImportExtensions: true,
          rootDir: repoRoot,
          outDir: join(work, 'output'),
        },
        include: [join(folder, 'src/**/*')],
        exclude: [],
      }),
    )
    await run(join(repoRoot, 'node_modules', '.bin', 'tsc'), ['-p', project, '--checkers', '1'])
    cpSync(join(work, 'output', relative(repoRoot, folder), 'src'), join(folder, 'dist'), { recursive: true })
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}
