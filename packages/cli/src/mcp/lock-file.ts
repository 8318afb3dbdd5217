import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type * as Mcp from '@portico/mcp'
import type { Setup } from '../config/setup.ts'
import { Mistake } from '../mistake.ts'

/** Beside the configuration, unless it names another path. */
export function lockFile({ folder, config }: Setup): string {
  return config.mcp?.lock === undefined ? join(folder, 'connectors.lock') : resolve(folder, config.mcp.lock)
}

/** The existing lock; undefined if there is none, unless the configuration names one. */
export function lockAt(setup: Setup, { readLock }: Pick<typeof Mcp, 'readLock'>): Mcp.ConnectorsLock | undefined {
  const file = lockFile(setup)
  if (!existsSync(file)) {
    if (setup.config.mcp?.lock === undefined) return undefined
    throw new Mistake('configuration', 'mcp.lock', `there is no file ${file}`, 'write it with portico lock')
  }
  try {
    return readLock(readFileSync(file, 'utf8'))
  } catch (error) {
    if (!(error instanceof Error)) throw error
    throw new Mistake('configuration', file, error.message, 'fix it, or rewrite it with portico lock', error)
  }
}
