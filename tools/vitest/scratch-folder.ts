import { chmodSync, existsSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { temporaryFolder } from '../temporary-folder.ts'

/** Linux keeps it in memory. A container may have next to nothing of it. */
const memory = '/dev/shm'
const roomNeeded = 2 ** 31

/**
 * A folder for what a run of tests writes: in memory where there is room, since a test of what is kept waits for the disk five times as
 * long as it computes.
 */
export function scratchFolder(): string {
  const folder = temporaryFolder(hasRoom() ? memory : tmpdir(), 'portico-test-')
  // PostgreSQL runs as a user of its own.
  chmodSync(folder, 0o711)
  return folder
}

function hasRoom(): boolean {
  if (!existsSync(memory)) return false
  const { bavail, bsize } = statfsSync(memory)
  return bavail * bsize > roomNeeded
}
