import { open, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { SyncError } from '../../sync-error.ts'
import { isLeftBehind } from '../left-behind.ts'

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
    if (attempt > 1 || !(await isLeftBehind(path, holder))) {
      throw new SyncError('state_moved', `${stream}: process ${holder} is writing ${folder}`, { stream })
    }
    await rm(path, { force: true })
  }
}
