import type { Source } from '@portico/core/streams'
import type { Actor, Connector, Duration, Governance, Store, Tune, TypesOf, VendorTypes } from '@portico/core'
import type { McpConfig } from './mcp-config.ts'
import type { SyncConfig } from './sync-config.ts'

/** The name of an environment variable, in place of a secret. */
export interface FromEnvironment {
  readonly env: string
}

type SourceOf<Credential> = Credential extends string
  ? FromEnvironment
  : { readonly [Field in keyof Credential]: FromEnvironment | (Credential[Field] & string) }

type SourcesOf<Credentials> = Credentials extends unknown
  ? { readonly [Scheme in keyof Credentials]: SourceOf<Credentials[Scheme]> }
  : never

/** The connection whose credentials are requested. */
export interface ConnectionOf {
  readonly tenantId: string
  readonly account: string
}

/**
 * Where a connector's credentials come from: environment variables, by scheme and field, or a function that asks a vault. Secrets
 * themselves do not belong in the file. Default: `PORTICO_<CONNECTOR>_<SCHEME>`, then what `portico auth login` stored.
 */
export type CredentialSources<C> =
  | SourcesOf<TypesOf<C>['credentials']>
  | ((connection: ConnectionOf) => TypesOf<C>['credentials'] | Promise<TypesOf<C>['credentials']>)

type AnyConnectors = Readonly<Record<string, Connector<VendorTypes, object>>>

/** A lead decides A1, a function head up to A2, an executive everything. */
export type ApproverRole = 'lead' | 'function_head' | 'executive'

/** An identity provider's groups, for instance. */
export interface ApproverDirectory {
  rolesOf(person: Actor, tenantId: string): readonly ApproverRole[] | Promise<readonly ApproverRole[]>
}

/** Kinds of stored records that age. `receipts` are results of finished calls: a key used again after that acts again. */
export type RetainedKind = 'audit' | 'proofs' | 'receipts' | 'approvals' | 'deadLetters' | 'incidents'

/** A file of events, or a receiver; events that the receiver has not taken wait in the folder `outbox`. */
export type LineageConfig =
  | { readonly namespace?: string; readonly file: string }
  | { readonly namespace?: string; readonly url: string; readonly token?: FromEnvironment; readonly outbox: string }

/**
 * The content of `portico.config.ts`. Besides these fields it may pass in the platform's own policy, store, audit and telemetry.
 */
export interface PorticoConfig<Connectors> extends Omit<Governance, 'store'> {
  /** Default: `local`. */
  readonly tenant?: string
  /** Who acts. Default: you, if a person is at the terminal; otherwise a workflow of that name. */
  readonly actor?: Actor
  /** A store, or its address: `sqlite:./portico.db` (beside this file), `postgres://…`. `PORTICO_STORE` takes precedence. */
  readonly store?: Store | string
  /** Who may decide waiting calls, by tenant and person; or a directory to ask. */
  readonly approvers?: ApproverDirectory | Readonly<Record<string, Readonly<Record<string, readonly ApproverRole[]>>>>
  /**
   * How long each kind is kept, such as `{ runtime: { audit: '365d' } }`; kinds not named are kept. `portico retention run`
   * purges.
   */
  readonly retention?: {
    readonly runtime?: { readonly [Kind in RetainedKind]?: Duration }
    /** `runs`: the history of syncs. */
    readonly data?: { readonly runs?: Duration }
  }
  /** Where a person appears in an operation's input: `{ 'stripe.createRefund': { type: 'customer', path: 'customer' } }`. */
  readonly subjects?: Readonly<Record<string, { readonly type: string; readonly path: string }>>
  /** The connectors, by the names that commands use. */
  readonly connectors: Connectors
  /** Streams to sync, by connector name. Default: what a connector's package exports as `./streams`. */
  readonly sources?: Readonly<Record<string, Source<object>>>
  readonly credentials?: { readonly [Name in keyof Connectors]?: CredentialSources<Connectors[Name]> }
  /** Non-secret settings, such as a subdomain. */
  readonly settings?: { readonly [Name in keyof Connectors]?: TypesOf<Connectors[Name]>['settings'] }
  /** Points origins elsewhere: a GitHub Enterprise host, an emulator. Plain http only to loopback. */
  readonly origins?: { readonly [Name in keyof Connectors]?: { readonly [O in TypesOf<Connectors[Name]>['origin']]?: string } }
  readonly tune?: { readonly [Name in keyof Connectors]?: Tune }
  /**
   * Great Expectations suites that streams must pass before readers see the landed data, by connector and stream, as files beside
   * this one: `{ github: { issues: './quality/issues.json' } }`.
   */
  readonly checkpoints?: Readonly<Record<string, Readonly<Record<string, string>>>>
  /** Where `portico sync` reports its lineage, as OpenLineage events. Paths are relative to this file. */
  readonly lineage?: LineageConfig
  /** Durable and scheduled syncs. */
  readonly sync?: SyncConfig
  /** What `portico mcp` serves, and to whom. */
  readonly mcp?: McpConfig
  /** Where `portico auth login` writes. Default: `portico/credentials.json` in `$XDG_CONFIG_HOME`, or in `~/.config`. */
  readonly credentialsFile?: string
}

/** Types a configuration as it is written. */
export function defineConfig<const Connectors extends AnyConnectors>(
  config: PorticoConfig<Connectors>,
): PorticoConfig<Connectors> {
  return config
}
