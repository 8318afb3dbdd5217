import { open } from 'node:fs/promises'
import { resolve } from 'node:path'
import { Mistake } from '../mistake.ts'
import { unreadable } from './unreadable.ts'

const sqlite = 'SQLite format 3\0'

/** The path of a JSONL log. A store given as a log would otherwise be reported as a broken log. */
export async function logFile(folder: string, log: string): Promise<string> {
  const path = resolve(folder, log)
  if ((await startOf(path, sqlite.length).catch((error: unknown) => unreadable(log, error))) !== sqlite) return path
  throw new Mistake('file', log, 'it is a store, not a log', `name it as sqlite:${log}`)
}

async function startOf(path: string, length: number): Promise<string> {
  const file = await open(path)
  try {
    const { bytesRead, buffer } = await file.read({ buffer: Buffer.alloc(length), position: 0 })
    return buffer.toString('latin1', 0, bytesRead)
  } finally {
    await file.close()
  }
}
