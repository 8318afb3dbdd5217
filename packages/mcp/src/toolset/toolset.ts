import type { ResolvedGovernance } from '@portico/core'
import type { CompiledOperation, UntypedMethod } from '@portico/core/definition'
import { type Access, compileAccess } from '../access/access.ts'
import { type DecisionPoint, decisionPoint } from '../access/decision-point.ts'
import { compileQuestions } from '../questions/compile-questions.ts'
import type { Asked } from '../questions/question.ts'
import { toolName } from '../tool/tool-name.ts'
import { toolOf } from '../tool/tool-of.ts'
import type { ServedTool } from './served-tool.ts'
import { policyOf, type InputAt, type QualifiedNames, type ToolRule } from './rule.ts'
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
}

/** Chooses operations to serve as tools. Throws a TypeError for a name that is not there, or an operation that can be no tool. */
export function toolset<Source extends object>(
  source: Source,
  selection: Selection<Source>,
  options: ToolsetOptions<Source> = {},
): Toolset {
  const origin = sourceOf(source)
  const { governance, connectors } = origin
  const { fixed = {}, asked = {}, rules = [], name = toolName } = options
  const tools = new Map<string, ServedTool>()
  for (const [connector, wanted] of Object.entries(selection as Readonly<Record<string, '*' | readonly string[]>>)) {
    const compiled = Object.hasOwn(connectors, connector) ? connectors[connector] : undefined
    if (!compiled) throw new TypeError(`toolset: there is no connector '${connector}'`)
    const { operations } = compiled
    for (const operationName of wanted === '*'
      ? Object.keys(operations).filter((each) => canBeTool(operations[each]!))
      : wanted) {
      const qualifiedName = `${connector}.${operationName}`
      const operation = Object.hasOwn(operations, operationName) ? operations[operationName] : undefined
      if (!operation) throw new TypeError(`toolset: there is no operation ${qualifiedName}`)
      if (!canBeTool(operation)) throw new TypeError(`toolset: ${qualifiedName} takes a file, which no tool can be given`)
      const own = (fixed as Readonly<Record<string, Readonly<Record<string, unknown>>>>)[qualifiedName] ?? {}
      const stated = (asked as Readonly<Record<string, Asked>>)[qualifiedName]
      const questions = stated && compileQuestions(operation, stated, own)
      const view = { name: name(qualifiedName), qualifiedName, fixed: own, ...(questions && { asked: questions.fields }) }
      const wire = toolOf(operation, view)
      if (tools.has(wire.name)) throw new TypeError(`toolset: two operations would be the tool '${wire.name}'`)
      tools.set(wire.name, {
        name: wire.name,
        connector,
        connectorVersion: compiled.version,
        qualifiedName,
        operation,
        wire,
        fixed: own,
        asked: questions,
        rules: policyOf(rules, qualifiedName),
      })
    }
  }
  const known = new Set([...tools.values()].map(({ qualifiedName }) => qualifiedName))
  for (const named of [...Object.keys(fixed), ...Object.keys(asked), ...rules.map(({ operation }) => operation)]) {
    if (!known.has(named)) throw new TypeError(`toolset: ${named} is fixed, asked or ruled, and not among its operations`)
  }
  const access = compileAccess(options.access ?? {})
  return {
    governance,
    tools,
    ...decisionPoint([...tools.values()], access, governance),
    method: (tenantId, tool) => origin.method(tenantId, tool.connector, tool.operation.name),
  }
}

/** A file is opened again for a retry and hashed for an approval: it is no JSON value. */
function canBeTool({ definition }: CompiledOperation): boolean {
  const { shape } = (definition.input as unknown as { _zod: { def: { shape?: Readonly<Record<string, unknown>> } } })._zod.def
  return !Object.values(shape ?? {}).some((field) => takesFile(field))
}

function takesFile(field: unknown): boolean {
  const { def } = (field as { _zod: { def: { type: string; innerType?: unknown } } })._zod
  return def.type === 'custom' || (def.innerType !== undefined && takesFile(def.innerType))
}
