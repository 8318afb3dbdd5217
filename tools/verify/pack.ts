import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { publicPackages, type WorkspacePackage } from '../workspace.ts'
import { runTurbo } from './turbo.ts'

/** A package as its users get it. */
export interface PackedPackage extends WorkspacePackage {
  /** Absolute path of the archive. */
  readonly tarball: string
}

/**
 * Builds and packs every published package, passes the archives to `use`, and removes them afterwards. So the checks see what is
 * published: `publishConfig` replaces the development exports, and workspace versions are real ones.
 */
export async function withPackedPackages(use: (packages: readonly PackedPackage[]) => Promise<void>): Promise<void> {
  if ((await runTurbo(['build', '--output-logs=errors-only'])) !== 0) {
    console.error('The build failed, so there is nothing to pack.')
    process.exitCode = 1
    return
  }
  const folder = mkdtempSync(join(tmpdir(), 'portico-pack-'))
  try {
    await use(
      publicPackages().map((entry) => {
        const tarball = join(folder, `${entry.path.replaceAll('/', '-')}.tgz`)
        execFileSync('pnpm', ['pack', '--out', tarball], { cwd: entry.folder, stdio: ['ignore', 'ignore', 'inherit'] })
        return { ...entry, tarball }
      }),
    )
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
