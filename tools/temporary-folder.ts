import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** Milliseconds after which a folder can't belong to a run that is still active. */
const longestRunMs = 3_600_000

/** Creates a folder with this name prefix. Its creator removes it; the next run removes what a killed one has left. */
export function temporaryFolder(home: string, prefix: string): string {
  for (const name of readdirSync(home)) {
    if (!name.startsWith(prefix)) continue
    // Another run may remove it meanwhile.
    const { mtimeMs } = statSync(join(home, name), { throwIfNoEntry: false }) ?? { mtimeMs: Infinity }
    if (Date.now() - mtimeMs > longestRunMs) rmSync(join(home, name), { recursive: true, force: true })
  }
  return mkdtempSync(join(home, prefix))
}
