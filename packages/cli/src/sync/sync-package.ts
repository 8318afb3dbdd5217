import type * as Sync from '@portico/sync'
import { imported } from '../quality/quality-package.ts'

/** The data plane's package is an optional peer: only its own commands need it. */
export async function syncPackage(): Promise<typeof Sync> {
  return imported('@portico/sync', () => import('@portico/sync'))
}
