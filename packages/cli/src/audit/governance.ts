import type * as Governance from '@portico/governance'
import { Mistake } from '../mistake.ts'

/** The governance package is an optional peer: only its own commands need it. */
export async function governance(): Promise<typeof Governance> {
  try {
    return await import('@portico/governance')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error
    const problem = 'this command needs the package, and it is not installed'
    throw new Mistake('configuration', '@portico/governance', problem, 'npm install @portico/governance', error)
  }
}
