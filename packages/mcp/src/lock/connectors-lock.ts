import type { Tool } from '@modelcontextprotocol/server'
import type { Classes } from '@portico/core'

/** What the tools of some connectors were when somebody looked at them and agreed: the content of `connectors.lock`. */
export interface ConnectorsLock {
  readonly lockVersion: 1
  /** By the connectors' names in the toolset. */
  readonly connectors: Readonly<Record<string, LockedConnector>>
}

/** A connector as it is in a lock. */
export interface LockedConnector {
  /** The package's. For a person who reads the file: a new version that changes no tool is no drift. */
  readonly version: string
  /** By the tools' names on the wire. */
  readonly tools: Readonly<Record<string, LockedTool>>
}

/** A tool as it is in a lock. */
export interface LockedTool {
  /** `createIssue` */
  readonly operation: string
  /** The definition's own pin: it also covers what does not show on the wire, such as the requests of the examples. */
  readonly pin: string
  /** Where it may send: hosts, or patterns and templates of hosts. */
  readonly hosts: readonly string[]
  readonly effects: LockedEffects
  /** The whole wire object, as in tools/list. */
  readonly tool: Tool
}

/** What a call does, and what keeps it in check. */
export interface LockedEffects extends Classes {
  /** `POST /repos/{owner}/{repo}/issues` */
  readonly route: string
  /** How the vendor is told who asks, by the schemes' names. */
  readonly auth: Readonly<Record<string, string>>
  /** How the same intent sent twice acts once; absent for a query. */
  readonly idempotency?: string
  /** The operation that takes it back; else `irreversible` or `manual`; absent for a query. */
  readonly rollback?: string
  /** Fields whose values are secrets, and appear nowhere. */
  readonly secrets: readonly string[]
  /** Who answers for a long operation, and within how many milliseconds it ends. */
  readonly job?: { readonly owner: string; readonly withinMs: number }
}
