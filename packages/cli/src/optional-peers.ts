import type * as Governance from '@portico/governance'
import type * as Quality from '@portico/quality'
import type * as Sync from '@portico/sync'
import { Mistake } from './mistake.ts'

// Optional peers are only imported by the commands that need them.

export function governancePackage(): Promise<typeof Governance> {
  return imported('@portico/governance', () => import('@portico/governance'))
}

export function qualityPackage(): Promise<typeof Quality> {
  return imported('@portico/quality', () => import('@portico/quality'))
}

export function syncPackage(): Promise<typeof Sync> {
  return imported('@portico/sync', () => import('@portico/sync'))
}

/** Imports an optional peer, or throws a Mistake that says what to install. */
export async function imported<Module>(name: string, load: () => Promise<Module>): Promise<Module> {
  try {
    return await load()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error
    const problem = 'this command needs the package, and it is not installed'
    throw new Mistake('configuration', name, problem, `npm install ${name}`, error)
  }
}
