import type { Tool } from '@modelcontextprotocol/server'
import type { Classes } from '@portico/core'

/** The tools of some connectors as somebody reviewed and accepted them: the content of `connectors.lock`. */
export interface ConnectorsLock {
  readonly lockVersion: 1
  /** By connector name in the toolset. */
  readonly connectors: Readonly<Record<string, LockedConnector>>
}

/** A connector as it is in a lock. */
export interface LockedConnector {
  /** The package's version, for human readers: a new version that changes no tool is not drift. */
  readonly version: string
  /** By wire name. */
  readonly tools: Readonly<Record<string, LockedTool>>
}

/** A tool as it is in a lock. */
export interface LockedTool {
  /** `createIssue` */
  readonly operation: string
  /** The definition's own pin: it also covers what is invisible on the wire, such as the requests of the examples. */
  readonly pin: string
  /** Where it may send requests: hosts, or host patterns and templates. */
  readonly hosts: readonly string[]
  readonly effects: LockedEffects
  /** The complete wire object, as in tools/list. */
  readonly tool: Tool
}

/** What a call does, and the safeguards on it. */
export interface LockedEffects extends Classes {
  /** `POST /repos/{owner}/{repo}/issues` */
  readonly route: string
  /** How the vendor authenticates the caller, by scheme name. */
  readonly auth: Readonly<Record<string, string>>
  /** How sending the same intent twice acts once; absent for a query. */
  readonly idempotency?: string
  /** The operation that undoes it, or `irreversible` or `manual`; absent for a query. */
  readonly rollback?: string
  /** Fields whose values are secret and must not appear anywhere. */
  readonly secrets: readonly string[]
  /** Who is responsible for a long operation, and within how many milliseconds it ends. */
  readonly job?: { readonly owner: string; readonly withinMs: number }
}
