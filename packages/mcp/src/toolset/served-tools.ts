import type { CompiledConnector, CompiledOperation } from '@portico/core/definition'
import { compileQuestions } from '../questions/compile-questions.ts'
import type { Asked } from '../questions/question.ts'
import { toolName } from '../tool/tool-name.ts'
import { toolOf } from '../tool/tool-of.ts'
import { policyOf, type ToolRule } from './tool-rule.ts'
import type { ServedTool } from './served-tool.ts'

export interface ServedToolsOptions {
  readonly fixed?: Readonly<Record<string, object | undefined>>
  readonly asked?: Readonly<Record<string, Asked | undefined>>
  readonly rules?: readonly ToolRule[]
  readonly name?: (qualifiedName: string) => string
}

/** The selected operations as tools, by wire name. Throws a TypeError for one that does not exist or cannot be a tool. */
export function servedTools(
  connectors: Readonly<Record<string, CompiledConnector>>,
  selection: Readonly<Record<string, '*' | readonly string[]>>,
  { fixed = {}, asked = {}, rules = [], name = toolName }: ServedToolsOptions,
): ReadonlyMap<string, ServedTool> {
  const tools = new Map<string, ServedTool>()
  for (const [connector, wanted] of Object.entries(selection)) {
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
      const own = (fixed[qualifiedName] ?? {}) as Readonly<Record<string, unknown>>
      const stated = asked[qualifiedName]
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
    if (!known.has(named))
      throw new TypeError(`toolset: ${named} is fixed, asked or ruled, but not among the selected operations`)
  }
  return tools
}

/** A file is reopened for a retry and hashed for an approval: it is not a JSON value. */
function canBeTool({ definition }: CompiledOperation): boolean {
  const { shape } = (definition.input as unknown as { _zod: { def: { shape?: Readonly<Record<string, unknown>> } } })._zod.def
  return !Object.values(shape ?? {}).some((field) => takesFile(field))
}

function takesFile(field: unknown): boolean {
  const { def } = (field as { _zod: { def: { type: string; innerType?: unknown } } })._zod
  return def.type === 'custom' || (def.innerType !== undefined && takesFile(def.innerType))
}
