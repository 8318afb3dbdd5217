import type { IncidentSink } from '@portico/core'
import type { Cipher } from '../tokens/cipher.ts'
import type { Connection } from './connection.ts'
import type { GroupCommit } from './group-commit.ts'

/** Dependencies of each area of the store. */
export interface StoreContext {
  readonly connection: Connection
  /** For writes on the call path. Everything else goes through `connection.db`. */
  readonly commits: GroupCommit
  readonly cipher: Cipher | undefined
  readonly incidents: IncidentSink
  readonly now: () => number
  /** Whether instances on this store agree by the server's clock instead of each by its own. */
  readonly byServerClock: boolean
  /** The store's address without its password, for errors. */
  readonly shown: string
}
