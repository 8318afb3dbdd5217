import type { Source } from '@portico/core/streams'
import type { Actor, Connector, Duration, Governance, Store, Tune, TypesOf, VendorTypes } from '@portico/core'
import type { McpConfig } from './mcp-config.ts'
import type { SyncConfig } from './sync-config.ts'

/** The name of an environment variable, in the place of a secret. */
export interface FromEnvironment {
  readonly env: string
}

type SourceOf<Credential> = Credential extends string
  ? FromEnvironment
  : { readonly [Field in keyof Credential]: FromEnvironment | (Credential[Field] & string) }

type SourcesOf<Credentials> = Credentials extends unknown
  ? { readonly [Scheme in keyof Credentials]: SourceOf<Credentials[Scheme]> }
  : never

/** For which connection credentials are asked. */
export interface ConnectionOf {
  readonly tenantId: string
  readonly account: string
}

/**
 * Where a connector's credentials come from: environment variables, by scheme and field, or a function that asks a vault. A secret
 * itself has no place in the file. Without a statement: `PORTICO_<CONNECTOR>_<SCHEME>`, then what `portico auth login` kept.
 */
export type CredentialSources<C> =
  | SourcesOf<TypesOf<C>['credentials']>
  | ((connection: ConnectionOf) => TypesOf<C>['credentials'] | Promise<TypesOf<C>['credentials']>)

type AnyConnectors = Readonly<Record<string, Connector<VendorTypes, object>>>

/** A lead decides A1, a function head up to A2, an executive all. */
export type ApproverRole = 'lead' | 'function_head' | 'executive'

/** An identity provider's groups, for instance. */
export interface ApproverDirectory {
  rolesOf(person: Actor, tenantId: string): readonly ApproverRole[] | Promise<readonly ApproverRole[]>
}

/** What of the store grows old. `receipts` are results of finished calls: a key that is used again after that acts again. */
export type RetainedKind = 'audit' | 'proofs' | 'receipts' | 'approvals' | 'deadLetters' | 'incidents'

/** A file of events, or a receiver; what the receiver has not taken waits in the folder `outbox`. */
export type LineageConfig =
  | { readonly namespace?: string; readonly file: string }
  | { readonly namespace?: string; readonly url: string; readonly token?: FromEnvironment; readonly outbox: string }

/** What `portico.config.ts` says. Beside these fields it may hand over the platform's own policy, store, audit and telemetry. */
export interface PorticoConfig<Connectors> extends Omit<Governance, 'store'> {
  /** Default: `local`. */
  readonly tenant?: string
  /** Who acts. Default: you, where a person is at the terminal; else a workflow of that name. */
  readonly actor?: Actor
  /** A store, or its address: `sqlite:./portico.db` (beside this file), `postgres://…`. `PORTICO_STORE` goes before it. */
  readonly store?: Store | string
  /** Who may decide on waiting calls, by tenant and person; or a directory that is asked. */
  readonly approvers?: ApproverDirectory | Readonly<Record<string, Readonly<Record<string, readonly ApproverRole[]>>>>
  /** How long each kind is kept, such as `{ runtime: { audit: '365d' } }`; what is not named is kept. `portico retention run` purges. */
  readonly retention?: {
    readonly runtime?: { readonly [Kind in RetainedKind]?: Duration }
    /** `runs`: the history of syncs. */
    readonly data?: { readonly runs?: Duration }
  }
  /** Where in an operation's input a person stands: `{ 'stripe.createRefund': { type: 'customer', path: 'customer' } }`. */
  readonly subjects?: Readonly<Record<string, { readonly type: string; readonly path: string }>>
  /** The connectors, by the names that commands use. */
  readonly connectors: Connectors
  /** Streams to sync, by the connectors' names. Default: what a connector's package exports as `./streams`. */
  readonly sources?: Readonly<Record<string, Source<object>>>
  readonly credentials?: { readonly [Name in keyof Connectors]?: CredentialSources<Connectors[Name]> }
  /** Non-secret settings, such as a subdomain. */
  readonly settings?: { readonly [Name in keyof Connectors]?: TypesOf<Connectors[Name]>['settings'] }
  /** Points origins elsewhere: a GitHub Enterprise host, an emulator. Plain http is for loopback. */
  readonly origins?: { readonly [Name in keyof Connectors]?: { readonly [O in TypesOf<Connectors[Name]>['origin']]?: string } }
  readonly tune?: { readonly [Name in keyof Connectors]?: Tune }
  /**
   * Suites of Great Expectations that streams have to pass before readers see what has landed, by connector and stream, as files beside
   * this one: `{ github: { issues: './quality/issues.json' } }`.
   */
  readonly checkpoints?: Readonly<Record<string, Readonly<Record<string, string>>>>
  /** Where `portico sync` tells its lineage, as OpenLineage events. Paths are relative to this file. */
  readonly lineage?: LineageConfig
  /** Durable and scheduled syncs. */
  readonly sync?: SyncConfig
  /** What `portico mcp` serves, and to whom. */
  readonly mcp?: McpConfig
  /** What `portico auth login` writes. Default: `portico/credentials.json` in `$XDG_CONFIG_HOME`, or in `~/.config`. */
  readonly credentialsFile?: string
}

/** Checks the shape of a configuration as it is written. */
export function defineConfig<const Connectors extends AnyConnectors>(
  config: PorticoConfig<Connectors>,
): PorticoConfig<Connectors> {
  return config
}
