import { pageRows, reseal, type SealedTable } from '../keys/sealed-table.ts'
import { tokenContext } from './sql-tokens.ts'
import type { TokenRow } from './token-tables.ts'

export const sealedTokens: SealedTable<Pick<TokenRow, 'tenant_id' | 'key' | 'sealed'>> = {
  page: (db, after) =>
    db
      .selectFrom('tokens')
      .select(['tenant_id', 'key', 'sealed'])
      .where((eb) => eb(eb.refTuple('tenant_id', 'key'), '>', eb.tuple(after?.tenant_id ?? '', after?.key ?? '')))
      .orderBy('tenant_id')
      .orderBy('key')
      .limit(pageRows)
      .execute(),
  resealed({ tenant_id: tenantId, key, sealed }, cipher) {
    const anew = reseal(cipher, sealed, tokenContext(key))
    if (!anew) return undefined
    return (db) =>
      db
        .updateTable('tokens')
        .set({ sealed: anew })
        .where('tenant_id', '=', tenantId)
        .where('key', '=', key)
        .where('sealed', '=', sealed)
        .execute()
  },
}
