import type { AnyConnector, Connector } from '@portico/core'

/** The types that a connector carries for its clients. */
type TypesIn<C> = C extends { readonly '~vendor'?: infer V } ? NonNullable<V> : never
export type CredentialsIn<C> = TypesIn<C> extends { readonly credentials: infer Credentials } ? Credentials : unknown
export type SettingsIn<C> = TypesIn<C> extends { readonly settings: infer Settings } ? Settings : unknown
export type NamesIn<C> = C extends { readonly operations: infer Operations } ? keyof Operations & string : never

/** What one operation's tests have of their own; mostly nothing. */
export interface OperationEntry {
  /**
   * Checks that can't hold for this operation, each with the reason. Such a check is run all the same, and fails as soon as it
   * passes, so that no exception outlives its reason.
   */
  readonly except?: Readonly<Record<string, string>>
}

/** A connector's contract tests. */
export interface ContractTable<C = AnyConnector> {
  /** Made up, and 12 characters at least: each secret is searched for in everything that a call leaves behind. */
  readonly credentials: CredentialsIn<C>
  /** Settings of the connection, for a vendor that has some. */
  readonly settings?: SettingsIn<C>
  /** The folder of recordings: `new URL('./recordings/', import.meta.url)`. */
  readonly recordings: URL
  /** Every operation of the connector; one that is not here fails the suite. */
  readonly operations: { readonly [Name in NamesIn<C>]: OperationEntry }
  /** Shapes of what looks like a secret in a recording and is none: those of the plan. */
  readonly harmless?: readonly RegExp[]
  /** The day on which recordings are compared with their expiry. Default: today. */
  readonly today?: Date
}

/** Any connector, with its types kept. */
export type TestedConnector = Connector<never, object> | AnyConnector
