import type { Policy, SideEffect } from '@portico/core'

/** Without `allow`, all; `deny` wins; patterns are such as `github.*`. */
export interface McpAccessRules {
  readonly allow?: readonly string[]
  readonly deny?: readonly string[]
  readonly effects?: readonly SideEffect[]
}

/** Who may use what, as `Access` of `@portico/mcp` has it. */
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
  /** Fields that are not the model's, by `connector.operation`. */
  readonly fixed?: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  /** What `toolRule()` of `@portico/mcp` gives. */
  readonly rules?: readonly { readonly operation: string; readonly policy: Policy }[]
  readonly access?: McpAccess
  /** Where it listens and how tokens are checked: `HttpServerOptions` of `@portico/mcp`. */
  readonly http?: object
  /** How long operations run: `TaskOptions` of `@portico/mcp`; the store is the configuration's. */
  readonly tasks?: object
  /** A caller who may use more tools than `above` (default 100) is shown a search in their place. */
  readonly search?: { readonly above?: number }
  /** Where the person's decisions go: `approvalDesk()` of `@portico/governance`. */
  readonly desk?: object
  /** What `portico lock` writes, from this file's folder. Default: `connectors.lock`, which counts where it is there. */
  readonly lock?: string
  /** Who is at the client, and up to which class a decision of theirs counts. Without it nobody is asked there. */
  readonly person?: { readonly id: string; readonly approves: 'A1' | 'A2' | 'A3' }
}
