import type { Actor } from '../contract/classes.ts'
import type { Client, OperationsOf } from '../contract/client.ts'
import type { AnyConnector, Connector } from '../contract/connector.ts'
import type { VendorTypes } from '../contract/vendor-definition.ts'
import { compileConnector, type CompiledConnector } from '../call/compile.ts'
import { messageOf } from '../error/message-of.ts'
import type { Transport } from '../http/transport.ts'
import { undiciTransport } from '../http/undici-transport.ts'
import { systemClock } from '../ports/clock.ts'
import { memoryAudit, memoryLedger } from '../ports/memory/memory-records.ts'
import { memoryStore } from '../ports/memory/memory-store.ts'
import type { Secrets } from '../ports/secrets.ts'
import { guardedTelemetry } from '../telemetry/guarded-telemetry.ts'
import { Binding, type ResolvedGovernance } from './binding.ts'
import { createClient } from './client.ts'
import type { Governance } from './connect.ts'
import { resolvedConnection } from './connection-source.ts'
import { governanceNames, isObject, type NamesOf, refuseUnknown, refuseUnknownTune } from './known-options.ts'
import { ownerName } from './owner-name.ts'
import { methodOf, type UntypedMethod } from './methods.ts'
import { reopeningTransport } from './reopening-transport.ts'
import { resolveTune, type Tune } from './tune.ts'

/** The connectors of a platform, where connections come from, and what governs all calls. */
export interface PorticoOptions<Connectors> extends Governance {
  readonly connectors: Connectors
  /** Where the credentials and settings of tenants' accounts come from. */
  readonly connections: Secrets
  readonly actor?: Actor
  readonly tune?: { readonly [Name in keyof Connectors]?: Tune }
  /** Origins that code overrides, per connector. */
  readonly origins?: { readonly [Name in keyof Connectors]?: Readonly<Record<string, string>> }
  /** Makes the transport of a binding; default: an undici pool of its own. */
  readonly transport?: (connector: string) => Transport
  /** Bindings kept open at once; the least recently used one is closed beyond that. Default 500. */
  readonly mostBindings?: number
}

/** One client for each connector. */
export type TenantClients<Connectors> = {
  readonly [Name in keyof Connectors]: Connectors[Name] extends Connector<VendorTypes, object>
    ? Client<OperationsOf<Connectors[Name]>>
    : never
}

/** Many connectors for many tenants. */
export interface Portico<Connectors> extends AsyncDisposable {
  readonly connectors: Connectors
  /** What governs every call, defaults filled in. */
  readonly governance: ResolvedGovernance
  /** The tenant's clients. Cheap: a tenant is a binding, not a compilation. */
  tenant(tenantId: string): TenantClients<Connectors>
  /** One of the tenant's operations, for planes that know its names only at run time. Throws a TypeError for an unknown one. */
  operation(tenantId: string, connector: string, operation: string): UntypedMethod
  /** Ends all connections. */
  close(): Promise<void>
}

const porticoNames: NamesOf<PorticoOptions<unknown>> = {
  ...governanceNames,
  connectors: true,
  connections: true,
  actor: true,
  tune: true,
  origins: true,
  transport: true,
  mostBindings: true,
}

/** Wires many connectors for many tenants, once. Throws a `TypeError` for an unknown option. */
export function createPortico<const Connectors extends Readonly<Record<string, Connector<VendorTypes, object>>>>(
  options: PorticoOptions<Connectors>,
): Portico<Connectors> {
  if (!isObject(options) || !isObject(options.connectors))
    throw new TypeError('createPortico: connectors are missing: { connectors: { github }, connections }')
  if (typeof (options.connections as Partial<Secrets> | undefined)?.credentials !== 'function')
    throw new TypeError('createPortico: connections are missing: pass { credentials }, which gives those of each account')
  refuseUnknown('createPortico', options, porticoNames)
  refuseUnknown('createPortico: tune', options.tune, options.connectors)
  refuseUnknown('createPortico: origins', options.origins, options.connectors)
  for (const name of Object.keys(options.connectors)) refuseUnknownTune(`createPortico: tune.${name}`, options.tune?.[name])
  const compiled = new Map<string, CompiledConnector>()
  for (const [name, connector] of Object.entries(options.connectors)) {
    const one = compileConnector(connector as unknown as AnyConnector, `createPortico: connectors.${name}`)
    // Tokens, keys and credentials are kept under the connector's id: a second name would share them, perhaps across hosts.
    const earlier = [...compiled].find(([, other]) => other.id === one.id)
    if (earlier)
      throw new TypeError(`connectors: '${earlier[0]}' and '${name}' are both ${one.id}; give it once, and use accounts`)
    compiled.set(name, one)
  }
  const governance: ResolvedGovernance = {
    policy: options.policy,
    store: options.store ?? memoryStore(),
    audit: options.audit ?? memoryAudit(),
    ledger: options.ledger ?? memoryLedger(),
    events: options.events,
    incidents: options.incidents,
    telemetry: guardedTelemetry(options.telemetry),
    clock: options.clock ?? systemClock,
  }
  const { store, clock, telemetry } = governance
  const most = options.mostBindings ?? 500
  // Insertion order is the order of use: the first one is the least recently used.
  const bindings = new Map<string, Binding>()
  const context = options.actor ? { actor: options.actor } : {}

  const bind = (name: string, tenantId: string, account: string): Binding => {
    const id = JSON.stringify([name, tenantId, account])
    const held = bindings.get(id)
    if (held) {
      bindings.delete(id)
      bindings.set(id, held)
      return held
    }
    const connector = compiled.get(name)!
    const tune = resolveTune(options.tune?.[name])
    const transport = reopeningTransport(
      () => options.transport?.(connector.id) ?? undiciTransport({ connections: tune.concurrency }),
    )
    const reference = { tenantId, connector: connector.id, account }
    const connections = resolvedConnection(
      {
        vendor: connector.vendor,
        originOverrides: options.origins?.[name] ?? {},
        transport,
        tokens: store.tokens,
        reference,
        clock,
        telemetry,
        timeoutMs: connector.vendor.defaults.timeoutMs,
      },
      options.connections,
    )
    const binding = new Binding({ connector, tenantId, account, connections, transport, tune, ...governance }, context)
    bindings.set(id, binding)
    if (bindings.size > most) {
      const [oldest, evicted] = bindings.entries().next().value!
      bindings.delete(oldest)
      // Calls in flight end first: a transport closes when its last answer is complete.
      void evicted.transport.close().catch((error: unknown) => {
        telemetry?.log?.({
          level: 'warn',
          event: 'portico.transport.unclosed',
          attributes: { connector: connector.id, tenantId: evicted.tenantId, message: evicted.redact(messageOf(error)) },
        })
      })
    }
    return binding
  }

  const clientOf = (name: string, tenantId: string, account: string): object =>
    createClient(compiled.get(name)!, bind(name, tenantId, account), {
      account: (other) => clientOf(name, tenantId, ownerName('account', other, 'say which account')),
      close: () => bind(name, tenantId, account).transport.close(),
    })

  const close = async (): Promise<void> => {
    const open = [...bindings.values()]
    bindings.clear()
    await Promise.all(open.map((binding) => binding.transport.close()))
  }

  return {
    connectors: options.connectors,
    governance,
    tenant(tenantId) {
      const tenant = tenantName(tenantId)
      const clients = {}
      for (const name of compiled.keys()) {
        Object.defineProperty(clients, name, { enumerable: true, get: () => clientOf(name, tenant, 'default') })
      }
      return clients as TenantClients<Connectors>
    },
    operation(tenantId, name, operation) {
      const operations = compiled.get(name)?.operations
      const found = operations && Object.hasOwn(operations, operation) ? operations[operation] : undefined
      if (!found) throw new TypeError(`there is no operation ${name}.${operation}`)
      return methodOf(found, bind(name, tenantName(tenantId), 'default'))
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}

function tenantName(tenantId: unknown): string {
  return ownerName('tenant', tenantId, 'say which tenant')
}
