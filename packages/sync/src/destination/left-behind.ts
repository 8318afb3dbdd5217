import { stat } from 'node:fs/promises'

/**
 * True for a file or folder of a dead process. In containers every process may have the same id, so one that bears ours is left
 * behind if it is older than this process.
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
    // It is alive, and belongs to another user.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
