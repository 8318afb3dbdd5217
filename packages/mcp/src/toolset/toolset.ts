import type { ResolvedGovernance } from '@portico/core'
import type { UntypedMethod } from '@portico/core/definition'
import { type Access, compileAccess } from '../access/access.ts'
import { checkPatterns } from '../access/check-patterns.ts'
import { type DecisionPoint, decisionPoint } from '../access/decision-point.ts'
import type { ConnectorsLock } from '../lock/connectors-lock.ts'
import { holdToLock } from '../lock/hold-to-lock.ts'
import type { Asked } from '../questions/question.ts'
import type { ServedTool } from './served-tool.ts'
import { servedTools } from './served-tools.ts'
import type { InputAt, QualifiedNames, ToolRule } from './tool-rule.ts'
import { type ClientsOf, type OperationNames, sourceOf } from './source.ts'

/** The operations that agents may see, with fixed fields and rules. Served by `serveStdio` or `httpServer`. */
export interface Toolset extends DecisionPoint {
  readonly governance: ResolvedGovernance
  /** Every tool by wire name, permitted or not. */
  readonly tools: ReadonlyMap<string, ServedTool>
  method(tenantId: string, tool: ServedTool): UntypedMethod
}

/** Which operations of each connector; `'*'` for all that can be tools. */
export type Selection<Source> = {
  readonly [Name in keyof ClientsOf<Source>]?: '*' | readonly OperationNames<ClientsOf<Source>[Name]>[]
}

/** What agents may see, set and do with the selected operations. */
export interface ToolsetOptions<Source> {
  /** Fields that the model neither sees nor sets. */
  readonly fixed?: { readonly [Qualified in QualifiedNames<Source>]?: Partial<InputAt<Source, Qualified>> }
  /** Fields that the person at the client fills in, in a form; the model neither sees nor sets them. */
  readonly asked?: { readonly [Qualified in QualifiedNames<Source>]?: Asked<keyof InputAt<Source, Qualified> & string> }
  readonly rules?: readonly ToolRule[]
  /** Who may use what. Default: whoever can reach the server may use everything. */
  readonly access?: Access
  /** A tool's name for an operation. Default: `github_createIssue`. */
  readonly name?: (qualifiedName: string) => string
  /** The tools as they were reviewed. One that no longer matches is neither listed nor callable. Default: none. */
  readonly lock?: ConnectorsLock
}

/**
 * Selects operations to serve as tools. Throws a TypeError for a name that does not exist, a pattern that matches no operation,
 * or an operation that cannot be a tool.
 */
export function toolset<Source extends object>(
  source: Source,
  selection: Selection<Source>,
  options: ToolsetOptions<Source> = {},
): Toolset {
  const origin = sourceOf(source)
  const { governance, connectors } = origin
  const tools = servedTools(connectors, selection as Readonly<Record<string, '*' | readonly string[]>>, options)
  const names = Object.entries(connectors).flatMap(([name, { operations }]) =>
    Object.keys(operations).map((each) => `${name}.${each}`),
  )
  checkPatterns(options.access ?? {}, names)
  const access = compileAccess(options.access ?? {})
  const listed = [...tools.values()]
  const drifted = options.lock && holdToLock(options.lock, { tools: listed, connectors, governance })
  return {
    governance,
    tools,
    ...decisionPoint(listed, access, governance, drifted),
    method: (tenantId, tool) => origin.method(tenantId, tool.connector, tool.operation.name),
  }
}
