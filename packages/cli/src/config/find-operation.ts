import type { AnyConnector } from '@portico/core'
import { type CompiledConnector, type CompiledOperation, compileConnector } from '@portico/core/definition'
import { Mistake } from '../mistake.ts'
import { didYouMean } from './nearest.ts'
import type { Setup } from './setup.ts'

/** An operation that a command names. */
export interface FoundOperation {
  /** The connector's name in commands and configuration. */
  readonly name: string
  readonly connector: AnyConnector
  readonly compiled: CompiledConnector
  readonly operation: CompiledOperation
}

/** Finds `github.createIssue` in a setup. Throws a `Mistake` that suggests the nearest name. */
export async function findOperation(setup: Setup, target: string): Promise<FoundOperation> {
  const dot = target.indexOf('.')
  const name = dot === -1 ? target : target.slice(0, dot)
  const connector = await setup.connector(name)
  const compiled = compiledOf(name, connector)
  const names = Object.keys(compiled.operations)
  if (dot === -1 || dot === target.length - 1) {
    const example = `${name}.${connector.health ?? names[0] ?? 'operation'}`
    throw new Mistake('usage', 'operation', `'${target}' names a connector and no operation`, `write it as ${example}`)
  }
  const wanted = target.slice(dot + 1)
  const operation = Object.hasOwn(compiled.operations, wanted) ? compiled.operations[wanted] : undefined
  if (operation) return { name, connector, compiled, operation }
  const hint = didYouMean(wanted, names, `portico describe ${name} lists its ${names.length} operations`)
  throw new Mistake('unknown_operation', 'operation', `${name} has no operation '${wanted}'`, hint)
}

/** Compiles a connector. An error is reported as its author's mistake. */
export function compiledOf(name: string, connector: AnyConnector): CompiledConnector {
  try {
    return compileConnector(connector)
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    throw new Mistake('configuration', `connector ${name}`, error.message, "fix the connector's definition", error)
  }
}
