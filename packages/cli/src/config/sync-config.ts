/** Where durable runs are kept, and what performs them. */
export type EngineConfig =
  | {
      readonly kind: 'local'
      /** The journal file, beside this one. Default: `./portico-engine.db`. */
      readonly journal?: string
      /** Concurrent runs per worker. Default: 2. */
      readonly slots?: number
    }
  | {
      readonly kind: 'restate'
      /** The cluster nodes' ingress: `http://127.0.0.1:8080`. */
      readonly ingress: readonly string[]
      /** The nodes' admin interface: `http://127.0.0.1:9070`. */
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

/** A sync started on a schedule. */
export interface ScheduleConfig {
  /** Five fields, or six with seconds: `0 * * * *`. */
  readonly cron: string
  /** IANA name. Default `UTC`. */
  readonly timezone?: string
  readonly connector: string
  /** As for `portico sync --to`, without a password; relative to this file. */
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
  /** Concurrent runs of a connector per tenant. Default: 1. */
  readonly concurrency?: { readonly perConnector?: number; readonly connectors?: Readonly<Record<string, number>> }
  readonly schedules?: Readonly<Record<string, ScheduleConfig>>
}
