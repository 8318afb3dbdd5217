import type { ClaimTables } from '../claims/claim-tables.ts'

/** All tables. Each area states its own beside its SQL. */
export interface Database extends ClaimTables {}
