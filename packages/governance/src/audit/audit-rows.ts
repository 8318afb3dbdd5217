import type { Kysely } from 'kysely'
import type { Database } from '../store/database.ts'
import type { ChainedRow } from './chain.ts'

/** Where a row stands among those of all tenants. */
export interface ChainPlace {
  readonly tenantId: string
  readonly sequence: number
}

export interface AuditRowsOptions {
  /** Only this tenant's rows. */
  readonly tenantId?: string
  /** Only rows after this place. */
  readonly after?: ChainPlace | undefined
  /** Only rows up to and including this place. */
  readonly to?: ChainPlace | undefined
}

// Small enough that a page is garbage before the collector would promote it.
const pageRows = 1000

/** A store's rows, tenant by tenant in chain order, one page at a time so that writers are not blocked. */
export async function* auditRows(db: Kysely<Database>, options: AuditRowsOptions = {}): AsyncGenerator<readonly ChainedRow[]> {
  const { tenantId, to } = options
  let { after } = options
  let rows = db
    .selectFrom('audit_rows')
    .select(['tenant_id as tenantId', 'sequence', 'hash', 'previous', 'content', 'text'])
    .orderBy('tenant_id')
    .orderBy('sequence')
    .limit(pageRows)
  if (tenantId !== undefined) rows = rows.where('tenant_id', '=', tenantId)
  if (to) rows = rows.where((eb) => eb(eb.refTuple('tenant_id', 'sequence'), '<=', eb.tuple(to.tenantId, to.sequence)))
  for (;;) {
    const from = after
    const query = from
      ? rows.where((eb) => eb(eb.refTuple('tenant_id', 'sequence'), '>', eb.tuple(from.tenantId, from.sequence)))
      : rows
    const page = await query.execute()
    if (page.length > 0) yield page
    if (page.length < pageRows) return
    after = page.at(-1)!
  }
}
