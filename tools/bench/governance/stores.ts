import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Governance } from '@portico/core'
import { openStore, type SqlStore } from '@portico/governance'
import { startPostgres } from '../../postgres/server.ts'

export interface BenchStores {
  readonly sqlite: SqlStore
  readonly postgres: SqlStore
  close(): Promise<void>
}

/** A file in the system's temporary folder, and a server that waits for its disk: each is as durable as in production. */
export async function benchStores(): Promise<BenchStores> {
  const folder = mkdtempSync(join(tmpdir(), 'portico-bench-'))
  const server = await startPostgres({ durable: true })
  const sqlite = await openStore(`sqlite:${join(folder, 'portico.db')}`)
  const postgres = await openStore(server.url)
  return {
    sqlite,
    postgres,
    async close() {
      await Promise.all([sqlite.close(), postgres.close()])
      await server.stop()
      rmSync(folder, { recursive: true })
    },
  }
}

/** Claims, proofs and audit rows go to the store. */
export function governedBy(store: SqlStore): Governance {
  return { store, audit: store.audit, ledger: store.ledger }
}

/** The call's event goes there too, for its outbox. */
export function publishingTo(store: SqlStore): Governance {
  return { ...governedBy(store), events: store.events }
}
