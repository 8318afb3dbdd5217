import type { AnyConnector, Connector } from '@portico/core'

/** The types that a connector exposes to its clients. */
type TypesIn<C> = C extends { readonly '~vendor'?: infer V } ? NonNullable<V> : never
export type CredentialsIn<C> = TypesIn<C> extends { readonly credentials: infer Credentials } ? Credentials : unknown
export type SettingsIn<C> = TypesIn<C> extends { readonly settings: infer Settings } ? Settings : unknown
export type NamesIn<C> = C extends { readonly operations: infer Operations } ? keyof Operations & string : never

/** What is specific to one operation's tests; usually nothing. */
export interface OperationEntry {
  /**
   * Checks that can't hold for this operation, each with the reason. They still run, and the suite fails as soon as one
   * passes, so that no exception outlives its reason.
   */
  readonly except?: Readonly<Record<string, string>>
}

/** A connector's contract tests. */
export interface ContractTable<C = AnyConnector> {
  /** Made up, with at least 12 characters: each secret is searched for in everything that a call leaves behind. */
  readonly credentials: CredentialsIn<C>
  /** Settings of the connection, if the vendor has any. */
  readonly settings?: SettingsIn<C>
  /** The folder of recordings: `new URL('./recordings/', import.meta.url)`. */
  readonly recordings: URL
  /** Every operation of the connector; a missing one fails the suite. */
  readonly operations: { readonly [Name in NamesIn<C>]: OperationEntry }
  /** Shapes of values in recordings that look like secrets but are not; the same as in the plan. */
  readonly harmless?: readonly RegExp[]
  /** The day with which recordings' expiry is compared. Default: today. */
  readonly today?: Date
}

/** Any connector, with its types kept. */
export type TestedConnector = Connector<never, object> | AnyConnector
