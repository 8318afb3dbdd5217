import type { AuditRow, AuditSink } from '@portico/core'
import type { StoreContext } from '../store/context.ts'
import type { Write } from '../store/group-commit.ts'
import type { Session, Statement } from '../store/statement.ts'
import type { AuditHeadRow } from './audit-tables.ts'
import { auditText } from './audit-text.ts'
import { type ChainHead, chainRow, chainStart } from './chain.ts'

export interface Appended {
  readonly tenantId: string
  /** Canonical JSON. */
  readonly text: string
}

/**
 * The audit log in the store, chained per tenant as in the JSONL log. A row gets its place within the transaction, under its
 * chain's lock, so that several instances append to one chain.
 */
export function sqlAudit({ commits }: StoreContext): AuditSink {
  return { write: (row: AuditRow) => commits.write(appendAudit, { tenantId: row.tenantId, text: auditText(row) }) }
}

/** For an act that must be written together with its audit row or not at all. */
export const appendAudit: Write<Appended, void> = {
  name: 'audit-append',
  async run(session, rows) {
    await appendRows(session, rows)
    return rows.map(() => undefined)
  },
}

/** Appends rows to their chains, which stay locked until the transaction ends. */
export async function appendRows(session: Session, rows: readonly Appended[]): Promise<void> {
  const heads = await lockHeads(session, [...new Set(rows.map(({ tenantId }) => tenantId))].toSorted())
  const chained = rows.map(({ tenantId, text }) => {
    const row = chainRow(heads.get(tenantId)!, tenantId, text)
    heads.set(tenantId, row)
    return row
  })
  await Promise.all([
    session.each(
      insertRow,
      chained.map(({ tenantId, sequence, hash, previous, content, text }) => [tenantId, sequence, hash, previous, content, text]),
    ),
    session.each(
      moveHead,
      [...heads].map(([tenantId, { sequence, hash }]) => [sequence, hash, tenantId]),
    ),
  ])
}

async function lockHeads(session: Session, tenants: readonly string[]): Promise<Map<string, ChainHead>> {
  const rows = await session.each<AuditHeadRow>(
    lockHead,
    tenants.map((tenantId) => [tenantId, chainStart.sequence, chainStart.hash]),
  )
  return new Map(rows.map(({ tenant_id, sequence, hash }) => [tenant_id, { sequence, hash }]))
}

/** Parameters: tenant, and the head of an empty chain. Returns the head, locked until the transaction ends. */
const lockHead: Statement = {
  name: 'audit-lock-head',
  sqlite: `insert into audit_heads as held (tenant_id, sequence, hash) values (?, ?, ?)
    on conflict (tenant_id) do update set sequence = held.sequence returning *`,
  postgres: `insert into audit_heads as held (tenant_id, sequence, hash)
    select * from unnest($1::text[], $2::bigint[], $3::text[])
    on conflict (tenant_id) do update set sequence = held.sequence returning *`,
}

const insertRow: Statement = {
  name: 'audit-insert',
  row: '(?, ?, ?, ?, ?, ?)',
  sqlite: 'insert into audit_rows (tenant_id, sequence, hash, previous, content, text) values (?, ?, ?, ?, ?, ?)',
  postgres: `insert into audit_rows (tenant_id, sequence, hash, previous, content, text)
    select * from unnest($1::text[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[])`,
}

/** Parameters: sequence, hash, tenant. */
const moveHead: Statement = {
  name: 'audit-move-head',
  sqlite: 'update audit_heads set sequence = ?, hash = ? where tenant_id = ?',
  postgres: `update audit_heads set sequence = given.sequence, hash = given.hash
    from unnest($1::bigint[], $2::text[], $3::text[]) as given (sequence, hash, tenant_id)
    where audit_heads.tenant_id = given.tenant_id`,
}
