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

/** Operations that agents may see, with what is fixed and which rules hold. It is served by `serveStdio` or `httpServer`. */
export interface Toolset extends DecisionPoint {
  readonly governance: ResolvedGovernance
  /** Every tool by its name on the wire, permitted or not. */
  readonly tools: ReadonlyMap<string, ServedTool>
  method(tenantId: string, tool: ServedTool): UntypedMethod
}

/** Which operations of each connector; `'*'` for all that can be a tool. */
export type Selection<Source> = {
  readonly [Name in keyof ClientsOf<Source>]?: '*' | readonly OperationNames<ClientsOf<Source>[Name]>[]
}

/** What agents may see, set and do with the chosen operations. */
export interface ToolsetOptions<Source> {
  /** Fields that are not the model's: not shown to it, not settable by it. */
  readonly fixed?: { readonly [Qualified in QualifiedNames<Source>]?: Partial<InputAt<Source, Qualified>> }
  /** Fields that the person at the client fills in, in a form: not shown to the model, not settable by it. */
  readonly asked?: { readonly [Qualified in QualifiedNames<Source>]?: Asked<keyof InputAt<Source, Qualified> & string> }
  readonly rules?: readonly ToolRule[]
  /** Who may use what. Default: whoever reaches the server, all of it. */
  readonly access?: Access
  /** A tool's name for an operation. Default: `github_createIssue`. */
  readonly name?: (qualifiedName: string) => string
  /** What the tools were when somebody looked. One that is not so any more is neither listed nor callable. Default: none. */
  readonly lock?: ConnectorsLock
}

/**
 * Chooses operations to serve as tools. Throws a TypeError for a name that is not there, a pattern that fits no operation, or an
 * operation that can be no tool.
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
