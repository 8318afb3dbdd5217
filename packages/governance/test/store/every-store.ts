import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { SqlStore, StoreOptions } from '@portico/governance'
import { type LentSchema, lentSchema, testPostgres } from '@portico/tools/postgres'
import { putMigratedStore } from '@portico/tools/store'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, describe } from 'vitest'
import { type StorePool, storePool } from './store-pool.ts'

/** A store of a test file's own, on one of the dialects. */
export interface TestStore {
  readonly dialect: 'sqlite' | 'postgres'
  /** Opens it; again for another instance of it. What is opened is for one test, and closed at the end. */
  open(options?: StoreOptions): Promise<SqlStore>
  /** To open it in another process. */
  address(): { readonly url: string; readonly schema: string }
}

/**
 * Runs the suite on SQLite and on PostgreSQL, each empty when it begins. Its schema may have been migrated by another suite, unless
 * it is to be `unmigrated`.
 */
export function onEveryStore(name: string, suite: (store: TestStore) => void, { unmigrated = false } = {}): void {
  for (const dialect of ['sqlite', 'postgres'] as const) {
    describe(`${name} on ${dialect}`, () => {
      let folder = ''
      let url = ''
      let schema: LentSchema | undefined
      let pool: StorePool

      beforeAll(async () => {
        if (dialect === 'sqlite') {
          folder = await mkdtemp(join(tmpdir(), 'portico-store-'))
          const path = join(folder, 'portico.db')
          url = `sqlite:${path}`
          if (!unmigrated) await putMigratedStore(path)
        } else {
          url = await testPostgres()
          schema = await lentSchema(unmigrated ? 'unmigrated' : 'governance')
        }
        pool = storePool(url, nameOf(schema))
        if (schema && !unmigrated) {
          await empty(await pool.open({}), schema.name)
          pool.giveBack()
        }
      }, 60_000)
      afterEach(() => pool.giveBack())
      afterAll(async () => {
        await pool.close()
        if (dialect === 'sqlite') await rm(folder, { recursive: true })
        else if (!unmigrated) await schema?.giveBack()
      })

      suite({
        dialect,
        open: async (options = {}) => pool.open(options),
        address: () => ({ url, schema: nameOf(schema) }),
      })
    })
  }
}

function nameOf(schema: LentSchema | undefined): string {
  return schema?.name ?? 'portico'
}

/**
 * Deletes what the suite before has left, of which nothing is under way any more, by a store that the tests use then. To delete takes a
 * hundredth of the time of truncating so many small tables. All at once: each would be asked and answered.
 */
async function empty({ db }: SqlStore, schema: string): Promise<void> {
  const tables = await sql<{ name: string }>`
    select table_name as name from information_schema.tables
    where table_schema = ${schema} and table_name not like 'portico_migration%'`.execute(db)
  const deletions = tables.rows.map(({ name }) => sql`delete from ${sql.table(name)}`)
  await sql.join(deletions, sql`; `).execute(db)
}
