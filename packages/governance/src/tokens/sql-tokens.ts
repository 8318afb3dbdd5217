import { memoryTokens, type Token, type Tokens } from '@portico/core'
import type { StoreContext } from '../store/context.ts'
import { StoreError } from '../store/store-error.ts'
import type { Leases } from '../leases/sql-leases.ts'
import type { Cipher } from './cipher.ts'

/** Acquired tokens, encrypted, and refreshed by one process at a time. */
export function sqlTokens({ connection: { db }, cipher, shown, now }: StoreContext, leases: Leases): Tokens {
  // Callers in this process queue here: one at a time asks the store.
  const local = memoryTokens()

  /** Checked before a token is acquired: a refreshed token that cannot be stored is lost. */
  function needed(): Cipher {
    if (cipher) return cipher
    throw new StoreError('unencrypted', shown, 'does not keep tokens unencrypted', 'pass openStore a cipher')
  }

  return {
    async read(key) {
      const secret = needed()
      const row = await db
        .selectFrom('tokens')
        .select('sealed')
        .where('tenant_id', '=', tenantOf(key))
        .where('key', '=', key)
        .executeTakeFirst()
      if (!row) return undefined
      const text = await secret.decrypt(row.sealed, tokenContext(key))
      return JSON.parse(Buffer.from(text).toString('utf8')) as Token
    },
    async write(key, token) {
      const sealed = await needed().encrypt(Buffer.from(JSON.stringify(token)), tokenContext(key))
      const row = { sealed, written_at: now() }
      await db
        .insertInto('tokens')
        .values({ tenant_id: tenantOf(key), key, ...row })
        .onConflict((conflict) => conflict.columns(['tenant_id', 'key']).doUpdateSet(row))
        .execute()
    },
    async remove(key) {
      await db.deleteFrom('tokens').where('tenant_id', '=', tenantOf(key)).where('key', '=', key).execute()
    },
    exclusively: (key, run, signal) =>
      local.exclusively(key, () => leases.exclusively(tenantOf(key), `token ${key}`, run, signal), signal),
  }
}

export function tokenContext(key: string): string {
  return `token ${key}`
}

/** A key names tenant, account, connector and scheme, each percent-encoded. */
function tenantOf(key: string): string {
  return decodeURIComponent(key.slice(0, key.indexOf('/')))
}
