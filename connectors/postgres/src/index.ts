import { postgresVendor } from './vendor.ts'
import { version } from './version.ts'

/** PostgreSQL's name, settings and login. It has no operations: its tables are the streams of `./streams`. */
export const postgres = postgresVendor.connector({ version, operations: {} })
