import { pageRows, reseal, type SealedTable } from '../keys/sealed-table.ts'
import type { ApprovalRow } from './approval-tables.ts'
import { inputContext } from './sealed-input.ts'

export const sealedApprovals: SealedTable<Pick<ApprovalRow, 'tenant_id' | 'id' | 'input' | 'edited_input'>> = {
  page: (db, after) =>
    db
      .selectFrom('approvals')
      .select(['tenant_id', 'id', 'input', 'edited_input'])
      .where((eb) => eb(eb.refTuple('tenant_id', 'id'), '>', eb.tuple(after?.tenant_id ?? '', after?.id ?? '')))
      .orderBy('tenant_id')
      .orderBy('id')
      .limit(pageRows)
      .execute(),
  resealed({ tenant_id: tenantId, id, input, edited_input: edited }, cipher) {
    const anew = reseal(cipher, input, inputContext({ tenantId, id, version: 'requested' }))
    const editedAnew = edited && reseal(cipher, edited, inputContext({ tenantId, id, version: 'edited' }))
    if (!anew && !editedAnew) return undefined
    const set = { ...(anew && { input: anew }), ...(editedAnew && { edited_input: editedAnew }) }
    return (db) =>
      db
        .updateTable('approvals')
        .set(set)
        .where('tenant_id', '=', tenantId)
        .where('id', '=', id)
        .where('input', '=', input)
        .execute()
  },
}
