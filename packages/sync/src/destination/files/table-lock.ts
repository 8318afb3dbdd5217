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
 * Takes a table's folder for this process, and gives what lets it go. Each that comes puts a file of its own there, and then looks for
 * those of others: of two that come at once, the later one to put its file sees the other's. Nobody takes away the file of one that
 * lives, so that what a killed process left can be cleared by any number at once. Of several that see each other, the first by name
 * waits for the rest to go. Throws a SyncError where another has the table.
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

/** The locks of others that live. Those of processes that are gone are taken away. */
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
