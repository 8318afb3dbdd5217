/** Where durable runs are kept, and who does them. */
export type EngineConfig =
  | {
      readonly kind: 'local'
      /** The journal's file, beside this one. Default `./portico-engine.db`. */
      readonly journal?: string
      /** Runs that one worker has under way at once. Default 2. */
      readonly slots?: number
    }
  | {
      readonly kind: 'restate'
      /** Of the cluster's nodes: `http://127.0.0.1:8080`. */
      readonly ingress: readonly string[]
      /** Of their admin interface: `http://127.0.0.1:9070`. */
      readonly admin: readonly string[]
      readonly token?: { readonly env: string }
      /** Where `portico sync worker` listens. */
      readonly worker?: {
        readonly host?: string
        readonly port?: number
        readonly uri?: string
        readonly identityKeys?: readonly string[]
      }
    }

/** A sync that is started by the clock. */
export interface ScheduleConfig {
  /** Five fields, or six with seconds: `0 * * * *`. */
  readonly cron: string
  /** IANA name. Default `UTC`. */
  readonly timezone?: string
  readonly connector: string
  /** As `portico sync --to`, without a password; files lie beside this one. */
  readonly to: string
  readonly streams?: readonly string[]
  readonly dataset?: string
  readonly settings?: Readonly<Record<string, unknown>>
  readonly mode?: 'append' | 'overwrite' | 'append_dedup'
  readonly deletes?: 'hard' | 'soft'
  readonly schemaChanges?: 'evolve' | 'freeze' | 'discard'
}

/** Durable syncs: `portico sync --engine`, `portico sync worker` and `portico backfill`. */
export interface SyncConfig {
  readonly engine?: EngineConfig
  /** Runs of a connector that go on side by side for one tenant. Default: one. */
  readonly concurrency?: { readonly perConnector?: number; readonly connectors?: Readonly<Record<string, number>> }
  readonly schedules?: Readonly<Record<string, ScheduleConfig>>
}
