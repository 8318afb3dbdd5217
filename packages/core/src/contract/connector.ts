import type { AnyOperation } from './operation.ts'
import type { NamedOperation } from './statements.ts'
import type { VendorIdentity, VendorTypes } from './vendor-definition.ts'

/** The options of `vendor.connector`. */
export interface ConnectorDefinition<Operations> {
  /** The package's version; `src/version.ts` is generated from package.json. */
  readonly version: string
  readonly operations: Operations
  /** The query that shows whether the connection works; it takes no input. Default: `health` calls nothing and says so. */
  readonly health?: keyof Operations & string
}

/** A vendor's description with its operations: data, compiled once when it is first connected. `vendor.connector` makes it. */
export interface Connector<V extends VendorTypes, Operations> {
  readonly vendor: VendorIdentity
  readonly version: string
  readonly operations: Operations
  readonly health: string | undefined
  readonly '~vendor'?: V
}

/** Any connector, its types erased. */
export type AnyConnector = Connector<VendorTypes, Readonly<Record<string, AnyOperation>>>

/** Names that every client reserves for itself. */
const reservedNames: readonly string[] = ['as', 'account', 'health', 'steps', 'close', 'then', 'constructor']

/** The name of the operation that a rollback points at, or undefined when it is not one of these. */
export function rollbackTargetName(operations: Readonly<Record<string, AnyOperation>>, target: object): string | undefined {
  const name = (target as Partial<NamedOperation<unknown>>).named
  if (typeof name === 'string') return Object.hasOwn(operations, name) ? name : undefined
  return Object.keys(operations).find((key) => operations[key] === target)
}

function isAmong(operations: Readonly<Record<string, AnyOperation>>, { definition }: AnyOperation): boolean {
  return Object.values(operations).some((operation) => operation.definition === definition)
}

export function buildConnector(
  vendor: VendorIdentity,
  definition: ConnectorDefinition<Readonly<Record<string, AnyOperation>>>,
): AnyConnector {
  const { operations, version } = definition
  const problem = (text: string): never => {
    throw new TypeError(`connector ${vendor.id}: ${text}`)
  }
  for (const [name, operation] of Object.entries(operations)) {
    if (!/^[a-z][A-Za-z0-9]*$/.test(name)) problem(`operation '${name}' is named verbNoun in camel case`)
    if (reservedNames.includes(name)) problem(`operation '${name}' has a name that every client reserves for itself`)
    const { rollback, idempotency } = operation.definition
    if (idempotency?.by === 'lookup' && !isAmong(operations, idempotency.find))
      problem(`the lookup of '${name}' asks an operation that is not among the connector's operations: add it`)
    if (rollback && 'operation' in rollback) {
      if (rollbackTargetName(operations, rollback.operation) === undefined)
        problem(`the rollback of '${name}' names an operation that is not among the connector's operations: add it`)
    }
  }
  const { health } = definition
  if (health !== undefined && operations[health]?.kind !== 'query') problem(`health '${health}' is not one of its queries`)
  return { vendor, version, operations, health }
}
