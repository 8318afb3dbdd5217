import { stat } from 'node:fs/promises'

/**
 * True for a file or folder of a process that is gone. In a container every process may have the same number: one that bears ours is
 * left behind where it is older than we are.
 */
export async function isLeftBehind(path: string, pid: number): Promise<boolean> {
  if (pid !== process.pid) return !isAlive(pid)
  const startedAt = Date.now() - process.uptime() * 1_000
  const found = await stat(path).catch(() => undefined)
  return found !== undefined && found.mtimeMs < startedAt
}

function isAlive(pid: number): boolean {
  if (!(pid > 0)) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // It is there, and another user's.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
