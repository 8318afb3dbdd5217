import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openStore, type SqlStore, type StoreOptions } from '@portico/governance'
import { testPostgres } from '@portico/tools/postgres'
import { Client } from 'pg'
import { afterAll, beforeAll, describe } from 'vitest'

/** A store of a test file's own, on one of the dialects. */
export interface TestStore {
  readonly dialect: 'sqlite' | 'postgres'
  /** Opens it; again for another instance of it. What is opened is closed at the end. */
  open(options?: StoreOptions): Promise<SqlStore>
  /** To open it in another process. */
  address(): { readonly url: string; readonly schema: string }
}

/** Runs the suite on SQLite and on PostgreSQL, each empty when it begins. */
export function onEveryStore(name: string, suite: (store: TestStore) => void): void {
  for (const dialect of ['sqlite', 'postgres'] as const) {
    describe(`${name} on ${dialect}`, () => {
      const opened: SqlStore[] = []
      const schema = `test_${randomBytes(8).toString('hex')}`
      let folder = ''
      let url = ''

      beforeAll(async () => {
        folder = await mkdtemp(join(tmpdir(), 'portico-store-'))
        url = dialect === 'sqlite' ? `sqlite:${join(folder, 'portico.db')}` : await testPostgres()
      }, 60_000)
      afterAll(async () => {
        await Promise.all(opened.map((store) => store.close()))
        if (dialect === 'postgres') await dropSchema(url, schema)
        await rm(folder, { recursive: true })
      })

      suite({
        dialect,
        async open(options = {}) {
          const store = await openStore(url, { schema, ...options })
          opened.push(store)
          return store
        },
        address: () => ({ url, schema }),
      })
    })
  }
}

async function dropSchema(url: string, schema: string): Promise<void> {
  const client = new Client(url)
  await client.connect()
  await client.query(`drop schema if exists ${schema} cascade`)
  await client.end()
}
