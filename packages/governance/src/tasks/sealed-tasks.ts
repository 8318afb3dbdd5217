import { pageRows, reseal, type SealedTable } from '../keys/sealed-table.ts'
import { isSealed, recordContext } from './sealed-record.ts'
import type { TaskRow } from './task-tables.ts'

export const sealedTasks: SealedTable<Pick<TaskRow, 'tenant_id' | 'id' | 'record'>> = {
  page: (db, after) =>
    db
      .selectFrom('tasks')
      .select(['tenant_id', 'id', 'record'])
      .where((eb) => eb(eb.refTuple('tenant_id', 'id'), '>', eb.tuple(after?.tenant_id ?? '', after?.id ?? '')))
      .orderBy('tenant_id')
      .orderBy('id')
      .limit(pageRows)
      .execute(),
  resealed({ tenant_id: tenantId, id, record }, cipher) {
    const context = recordContext(tenantId, id)
    // Tasks from before there was a cipher are sealed now.
    const anew = isSealed(record)
      ? reseal(cipher, Buffer.from(record, 'base64'), context)
      : cipher.encrypt(Buffer.from(record), context)
    if (!anew) return undefined
    return (db) =>
      db
        .updateTable('tasks')
        .set({ record: Buffer.from(anew).toString('base64') })
        .where('tenant_id', '=', tenantId)
        .where('id', '=', id)
        .where('record', '=', record)
        .execute()
  },
}
