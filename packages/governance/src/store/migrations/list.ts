import { claims } from './0001-claims.ts'
import type { StoreMigration } from './migration.ts'

/** A list and no folder that is read: it works in a bundle too. */
export const migrations: readonly StoreMigration[] = [claims]
