import { postgresVendor } from './vendor.ts'
import { version } from './version.ts'

/** PostgreSQL by its name, settings and login. It has no operations: its tables are streams, of `./streams`. */
export const postgres = postgresVendor.connector({ version, operations: {} })
