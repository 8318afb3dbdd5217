import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { repoRoot } from '../workspace.ts'
import { withPackedPackages } from './pack.ts'

const attw = join(repoRoot, 'tools', 'node_modules', '.bin', 'attw')

// Checks that every entry's types resolve for users: ESM only, which Node's and the bundlers' resolutions can import.
await withPackedPackages(async (packages) => {
  for (const { path, tarball } of packages) {
    const { status, stdout, stderr, error } = spawnSync(attw, [tarball, '--profile', 'esm-only', '--no-color', '--no-emoji'], {
      encoding: 'utf8',
    })
    if (error) throw error
    if (status !== 0) {
      console.error(stdout, stderr)
      process.exitCode = 1
    }
    console.log(`attw ${path}: ${status === 0 ? 'good' : 'types do not resolve'}`)
  }
})
