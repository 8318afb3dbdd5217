import type { Tool } from '@modelcontextprotocol/server'
import type { CompiledOperation } from '@portico/core/definition'
import { annotationsOf } from './annotations.ts'
import { inputView } from './input-view.ts'
import { outputView } from './output-view.ts'

/** How a toolset presents an operation. */
export interface ToolView {
  readonly name: string
  /** `github.createIssue`, by the connector's name in the toolset. */
  readonly qualifiedName: string
  /** Top-level fields that the model neither sees nor sets. */
  readonly fixed?: Readonly<Record<string, unknown>>
  /** Top-level fields that the person at the client fills in; the model neither sees nor sets them. */
  readonly asked?: ReadonlySet<string>
}

/**
 * An operation as in tools/list: the complete wire object, which is what a pin covers. Everything in it is derived from the
 * operation. Throws a TypeError for one that cannot be a tool.
 */
export function toolOf(operation: CompiledOperation, { name, qualifiedName, fixed = {}, asked = new Set() }: ToolView): Tool {
  if (!/^[A-Za-z0-9_.-]{1,128}$/.test(name)) throw new TypeError(`'${name}' is not a valid tool name: letters, digits, _ - .`)
  const title = operation.definition.title?.en ?? titleOf(operation.name)
  const { classes } = operation
  return {
    name,
    title,
    description: describe(operation),
    inputSchema: inputView(operation, fixed, asked),
    outputSchema: outputView(operation),
    annotations: annotationsOf(operation, title),
    _meta: { 'io.portico/operation': qualifiedName, 'io.portico/classes': { ...classes } },
  }
}

/** `createIssue` becomes `Create issue`. */
function titleOf(name: string): string {
  const words = name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** What the model is told: the summary, and what follows from the classes. */
function describe({ definition, classes, rollbackName }: CompiledOperation): string {
  const { rollback, job } = definition
  const sentences = [definition.summary]
  if (classes.sideEffect === 'external_message') sentences.push('It reaches people outside.')
  if (classes.sideEffect === 'external_commitment') sentences.push('It binds the company.')
  if (classes.approval !== 'A0') sentences.push('A person may have to approve it first.')
  if (rollbackName !== undefined) sentences.push(`Taken back with ${rollbackName}.`)
  else if (rollback && 'irreversible' in rollback && classes.sideEffect !== 'none') sentences.push('It can not be taken back.')
  if (job) sentences.push(`It takes time: up to ${Math.ceil(job.withinMs / 60_000)} min.`)
  return sentences.join(' ')
}
