import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** Milliseconds after which a folder is of no run that still goes on. */
const longestRunMs = 3_600_000

/** Makes a folder whose name begins like this. Who made it removes it, and the next run what one that was killed has left. */
export function temporaryFolder(home: string, prefix: string): string {
  for (const name of readdirSync(home)) {
    if (!name.startsWith(prefix)) continue
    // Another run may remove it meanwhile.
    const { mtimeMs } = statSync(join(home, name), { throwIfNoEntry: false }) ?? { mtimeMs: Infinity }
    if (Date.now() - mtimeMs > longestRunMs) rmSync(join(home, name), { recursive: true, force: true })
  }
  return mkdtempSync(join(home, prefix))
}
