import type * as Quality from '@portico/quality'
import { Mistake } from '../mistake.ts'

/** The quality package is an optional peer: only its own commands need it. */
export async function qualityPackage(): Promise<typeof Quality> {
  return imported('@portico/quality', () => import('@portico/quality'))
}

/** Imports an optional peer, and says what to install where it is not there. */
export async function imported<Module>(name: string, load: () => Promise<Module>): Promise<Module> {
  try {
    return await load()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error
    throw new Mistake(
      'configuration',
      name,
      'this command needs the package, and it is not installed',
      `npm install ${name}`,
      error,
    )
  }
}
