import { randomUUID } from 'node:crypto'
import { readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { SyncError } from '../../sync-error.ts'
import { isLeftBehind } from '../left-behind.ts'

const mark = '.lock-'
const looks = 10
const betweenLooksMs = 20

/**
 * Locks a table's folder for this process, and returns a function that releases it. Each process first puts a lock file of its
 * own there, then looks for others': of two that come at once, the later one sees the other's. No one removes the file of a
 * living process, so any number can clear what a killed one left. Of several that see each other, the first by name waits for the
 * rest to leave. Throws a SyncError where another process has the table.
 */
export async function lockTable(folder: string, stream: string): Promise<() => Promise<void>> {
  const mine = `${mark}${process.pid}-${randomUUID()}`
  const release = (): Promise<void> => rm(join(folder, mine), { force: true })
  await writeFile(join(folder, mine), '', { flag: 'wx', mode: 0o600 })
  try {
    for (let look = 1; ; look++) {
      const [first, ...more] = await rivalsIn(folder, mine)
      if (first === undefined) return release
      if (look === looks || [first, ...more].some((rival) => rival < mine)) {
        throw new SyncError('state_moved', `${stream}: process ${holderOf(first)} is writing ${folder}`, { stream })
      }
      await wait(betweenLooksMs)
    }
  } catch (error) {
    await release()
    throw error
  }
}

/** Locks of other living processes. Those of dead ones are removed. */
async function rivalsIn(folder: string, mine: string): Promise<string[]> {
  const rivals: string[] = []
  for (const name of await readdir(folder)) {
    if (!name.startsWith(mark) || name === mine) continue
    const path = join(folder, name)
    if (await isLeftBehind(path, holderOf(name))) await rm(path, { force: true })
    else rivals.push(name)
  }
  return rivals
}

function holderOf(name: string): number {
  return Number.parseInt(name.slice(mark.length), 10)
}
