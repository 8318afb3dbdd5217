import type { Client, Portico, ResolvedGovernance, TenantClients } from '@portico/core'
import { bindingOf, type CompiledConnector, compileConnector, type UntypedMethod } from '@portico/core/definition'

export type AnyPortico = Pick<Portico<Readonly<Record<string, never>>>, 'governance' | 'operation' | 'close'> & {
  readonly connectors: object
}
/** Individually connected clients, all of one tenant. */
export type AnyClients = Readonly<Record<string, object>>

/** The clients of a source, for types. */
export type ClientsOf<Source> = Source extends { readonly connectors: infer Connectors; tenant(tenantId: string): unknown }
  ? TenantClients<Connectors>
  : Source

type Controls = keyof Client<Record<never, never>>
export type OperationNames<OneClient> = Exclude<keyof OneClient, Controls> & string

/** Where a toolset's operations come from, with types erased. */
export interface OperationSource {
  readonly governance: ResolvedGovernance
  /** By the names that the caller of `toolset` gave. */
  readonly connectors: Readonly<Record<string, CompiledConnector>>
  /** Throws a TypeError for a tenant that this source does not serve. */
  method(tenantId: string, connector: string, operation: string): UntypedMethod
}

/** Reads a Portico, or individually connected clients. */
export function sourceOf(source: object): OperationSource {
  if (isPortico(source)) {
    return {
      governance: source.governance,
      connectors: Object.fromEntries(
        Object.entries(source.connectors).map(([name, connector]) => [name, compileConnector(connector as never)]),
      ),
      method: (tenantId, connector, operation) => source.operation(tenantId, connector, operation),
    }
  }
  return sourceOfClients(source as AnyClients)
}

function isPortico(source: object): source is AnyPortico {
  return typeof (source as Partial<AnyPortico>).operation === 'function' && 'governance' in source
}

function sourceOfClients(clients: AnyClients): OperationSource {
  const bound = Object.entries(clients).map(([name, client]) => {
    const binding = bindingOf(client)
    if (!binding) throw new TypeError(`toolset: '${name}' is not a client: pass the result of connect() or createPortico()`)
    return { name, client, binding }
  })
  const [first] = bound
  if (!first) throw new TypeError('toolset: there is no client')
  const { tenantId } = first.binding
  const other = bound.find(
    ({ binding }) => binding.tenantId !== tenantId || binding.store.approvals !== first.binding.store.approvals,
  )
  if (other) {
    throw new TypeError(`toolset: '${other.name}' is of another tenant or store than '${first.name}': use createPortico()`)
  }
  return {
    governance: first.binding,
    connectors: Object.fromEntries(bound.map(({ name, binding }) => [name, binding.connector])),
    method(tenant, connector, operation) {
      if (tenant !== tenantId) throw new TypeError(`these clients are of ${tenantId}, not of ${tenant}`)
      return (clients[connector] as Readonly<Record<string, UntypedMethod>>)[operation]!
    },
  }
}
