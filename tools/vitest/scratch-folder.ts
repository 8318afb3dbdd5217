import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, statfsSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Linux keeps it in memory. A container may have next to nothing of it. */
const memory = '/dev/shm'
const roomNeeded = 2 ** 31
const prefix = 'portico-test-'
const longestRunMs = 3_600_000

/**
 * A folder for what a run of tests writes: in memory where there is room, since a test of what is kept waits for the disk five times as
 * long as it computes. Who made it removes it, and the next run what one that was killed has left.
 */
export function scratchFolder(): string {
  const home = hasRoom() ? memory : tmpdir()
  for (const name of readdirSync(home)) {
    if (!name.startsWith(prefix)) continue
    const { mtimeMs } = statSync(join(home, name), { throwIfNoEntry: false }) ?? { mtimeMs: Infinity }
    if (Date.now() - mtimeMs > longestRunMs) rmSync(join(home, name), { recursive: true, force: true })
  }
  const folder = mkdtempSync(join(home, prefix))
  // PostgreSQL runs as a user of its own.
  chmodSync(folder, 0o711)
  return folder
}

function hasRoom(): boolean {
  if (!existsSync(memory)) return false
  const { bavail, bsize } = statfsSync(memory)
  return bavail * bsize > roomNeeded
}
