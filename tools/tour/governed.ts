import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { github } from '@portico/connector-github'
import { stripe } from '@portico/connector-stripe'
import type { Governance } from '@portico/core'
import {
  aesGcmCipher,
  type ApprovalDesk,
  approvalDesk,
  listedApprovers,
  newKey,
  openStore,
  parseKeyRing,
  type SqlStore,
} from '@portico/governance'

/** The governance of every call in the tour: one SQLite file, for as long as the tour runs. */
export interface Governed {
  readonly store: SqlStore
  readonly ports: Pick<Governance, 'store' | 'audit' | 'ledger'>
  readonly desk: ApprovalDesk
  close(): Promise<void>
}

export async function openGoverned(): Promise<Governed> {
  const folder = await mkdtemp(join(tmpdir(), 'portico-tour-'))
  const keys = parseKeyRing(newKey('tour'), 'the tour')
  const store = await openStore(`sqlite:${join(folder, 'portico.db')}`, { cipher: aesGcmCipher(keys), signingKeys: keys })
  const { audit, ledger } = store
  const approvers = listedApprovers({ acme: { 'lead@acme.test': ['lead'] } })
  return {
    store,
    ports: { store, audit, ledger },
    desk: approvalDesk(store, { approvers, connectors: [github, stripe], audit }),
    async close() {
      await store.close()
      await rm(folder, { recursive: true })
    },
  }
}
