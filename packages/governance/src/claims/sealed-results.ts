import { pageRows, reseal, type SealedTable } from '../keys/sealed-table.ts'
import type { ClaimRow } from './claim-tables.ts'
import { claimKey, type ClaimKeyColumns, readableText, resultContext } from './kept-result.ts'

type ResultRow = ClaimKeyColumns & Pick<ClaimRow, 'data' | 'receipt' | 'sealed'>

export const sealedResults: SealedTable<ResultRow> = {
  page: (db, after) =>
    db
      .selectFrom('claims')
      .select(['tenant_id', 'account', 'connector', 'operation', 'key', 'data', 'receipt', 'sealed'])
      .where((eb) =>
        eb(
          eb.refTuple('tenant_id', 'account', 'connector', 'operation', 'key'),
          '>',
          eb.tuple(
            after?.tenant_id ?? '',
            after?.account ?? '',
            after?.connector ?? '',
            after?.operation ?? '',
            after?.key ?? '',
          ),
        ),
      )
      .where('state', '=', 'finished')
      .orderBy('tenant_id')
      .orderBy('account')
      .orderBy('connector')
      .orderBy('operation')
      .orderBy('key')
      .limit(pageRows)
      .execute(),
  resealed(row, cipher) {
    const { tenant_id, account, connector, operation, key, receipt, sealed } = row
    const context = resultContext(claimKey(row))
    // Results from before there was a cipher are sealed now.
    const anew = sealed ? reseal(cipher, sealed, context) : cipher.encrypt(readableText(row), context)
    if (!anew) return undefined
    return (db) =>
      db
        .updateTable('claims')
        .set({ sealed: anew, data: null, receipt: null })
        .where((eb) => eb.and({ tenant_id, account, connector, operation, key }))
        // Does not restore what was erased in the meantime.
        .where((eb) => (sealed ? eb('sealed', '=', sealed) : eb('receipt', '=', receipt)))
        .execute()
  },
}
