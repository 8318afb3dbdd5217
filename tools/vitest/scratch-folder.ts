import { chmodSync, existsSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { temporaryFolder } from '../temporary-folder.ts'

/** In memory on Linux. A container may have next to no space there. */
const memory = '/dev/shm'
const roomNeeded = 2 ** 31

/**
 * A folder for the files of a test run: in memory if there is room, since tests of persistent state spend five times as long
 * waiting for a disk as computing.
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
