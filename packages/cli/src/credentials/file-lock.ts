import { randomUUID } from 'node:crypto'
import { open, readFile, rename, rm } from 'node:fs/promises'
import { hostname } from 'node:os'
import { setTimeout as wait } from 'node:timers/promises'

const askAgainMs = 25
/** Longer than a token refresh may take. After that the holder counts as dead, on whatever machine it ran. */
const goneAfterMs = 60_000

/** Runs one at a time across all processes that name the same file. Rejects with the signal's reason if that comes first. */
export async function exclusively<T>(file: string, signal: AbortSignal, run: () => Promise<T>): Promise<T> {
  const mine = JSON.stringify({ id: randomUUID(), pid: process.pid, host: hostname(), at: Date.now() })
  while (!(await take(file, mine))) {
    await stealFromTheDead(file)
    // The timer's own error says that it was aborted, but not why.
    await wait(askAgainMs, undefined, { signal }).catch(() => signal.throwIfAborted())
  }
  try {
    return await run()
  } finally {
    if ((await contentOf(file)) === mine) await rm(file, { force: true })
  }
}

async function take(file: string, mine: string): Promise<boolean> {
  try {
    const handle = await open(file, 'wx', 0o600)
    await handle.writeFile(mine)
    await handle.close()
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

/** Moves a dead process's lock out of the way, and puts it back if it had changed hands by then. */
async function stealFromTheDead(file: string): Promise<void> {
  const held = await contentOf(file)
  if (held === undefined || !isDead(held)) return
  const aside = `${file}.${randomUUID()}`
  try {
    await rename(file, aside)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return
    throw error
  }
  if ((await contentOf(aside)) === held) await rm(aside, { force: true })
  else await rename(aside, file)
}

function isDead(held: string): boolean {
  const holder = parsed(held)
  // Just created and not yet written.
  if (!holder) return false
  if (Date.now() - holder.at > goneAfterMs) return true
  if (holder.host !== hostname()) return false
  try {
    process.kill(holder.pid, 0)
    return false
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH'
  }
}

function parsed(held: string): { readonly pid: number; readonly host: string; readonly at: number } | undefined {
  try {
    const { pid, host, at } = JSON.parse(held) as Record<string, unknown>
    return typeof pid === 'number' && typeof host === 'string' && typeof at === 'number' ? { pid, host, at } : undefined
  } catch {
    return undefined
  }
}

async function contentOf(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
