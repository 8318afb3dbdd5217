import type { Policy, SideEffect } from '@portico/core'

/** Without `allow`, everything is allowed; `deny` wins; patterns look like `github.*`. */
export interface McpAccessRules {
  readonly allow?: readonly string[]
  readonly deny?: readonly string[]
  readonly effects?: readonly SideEffect[]
}

/** Who may use what, like `Access` of `@portico/mcp`. */
export interface McpAccess extends McpAccessRules {
  readonly clients?: Readonly<Record<string, McpAccessRules>>
  readonly tenants?: Readonly<Record<string, McpAccessRules>>
  readonly scopes?: readonly {
    readonly scope: string
    readonly operations?: readonly string[]
    readonly effects?: readonly SideEffect[]
  }[]
}

/** What `portico mcp` serves, and to whom. */
export interface McpConfig {
  /** Operations per connector. Default: all. */
  readonly operations?: Readonly<Record<string, '*' | readonly string[]>>
  /** Fields that the model neither sees nor sets, by `connector.operation`. */
  readonly fixed?: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  /** Results of `toolRule()` of `@portico/mcp`. */
  readonly rules?: readonly { readonly operation: string; readonly policy: Policy }[]
  readonly access?: McpAccess
  /** Where it listens and how tokens are verified: `HttpServerOptions` of `@portico/mcp`. */
  readonly http?: object
  /** How long operations run: `TaskOptions` of `@portico/mcp`, with the configured store. */
  readonly tasks?: object
  /** A caller with more tools than `above` (default 100) is shown a search instead. */
  readonly search?: { readonly above?: number }
  /** Where the person's decisions go: `approvalDesk()` of `@portico/governance`. */
  readonly desk?: object
  /** Where `portico lock` writes, relative to this file. Default: `connectors.lock`, which applies if it exists. */
  readonly lock?: string
  /** Who is at the client, and the highest class that they may decide. Without it, nobody is asked there. */
  readonly person?: { readonly id: string; readonly approves: 'A1' | 'A2' | 'A3' }
}
