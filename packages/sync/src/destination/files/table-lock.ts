import { open, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { SyncError } from '../../sync-error.ts'

const lockName = '.lock'

/** Takes a table's folder for this process. A lock that a killed process left is taken over. Gives what lets it go. */
export async function lockTable(folder: string, stream: string): Promise<() => Promise<void>> {
  const path = join(folder, lockName)
  for (let attempt = 1; ; attempt++) {
    try {
      const file = await open(path, 'wx', 0o600)
      await file.writeFile(String(process.pid))
      await file.close()
      return () => rm(path, { force: true })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
    const holder = Number(await readFile(path, 'utf8').catch(() => ''))
    if (attempt > 1 || (holder > 0 && isAlive(holder))) {
      throw new SyncError('state_moved', `${stream}: process ${holder} is writing ${folder}`, { stream })
    }
    await rm(path, { force: true })
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // It is there, and another user's.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
