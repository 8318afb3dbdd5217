import type { Actor } from '../contract/classes.ts'
import type { BoundClient, Client, OperationsOf, TypesOf } from '../contract/client.ts'
import type { AnyConnector, Connector } from '../contract/connector.ts'
import type { VendorTypes } from '../contract/vendor-definition.ts'
import { compileConnector } from '../call/compile.ts'
import type { Transport } from '../http/transport.ts'
import { undiciTransport } from '../http/undici-transport.ts'
import type { AuditSink } from '../ports/audit.ts'
import { type Clock, systemClock } from '../ports/clock.ts'
import type { EventSink } from '../ports/event-sink.ts'
import type { IncidentSink } from '../ports/incidents.ts'
import type { Ledger } from '../ports/ledger.ts'
import { memoryAudit, memoryLedger } from '../ports/memory/memory-records.ts'
import { memoryStore } from '../ports/memory/memory-store.ts'
import type { Policy } from '../ports/policy.ts'
import type { ResolvedSecret } from '../ports/secrets.ts'
import type { Store } from '../ports/store.ts'
import type { Telemetry } from '../ports/telemetry.ts'
import { guardedTelemetry } from '../telemetry/guarded-telemetry.ts'
import { Binding } from './binding.ts'
import { createClient } from './client.ts'
import { type OpenInput, sourceOf } from './connection-source.ts'
import { governanceNames, isObject, type NamesOf, refuseUnknown, refuseUnknownTune } from './known-options.ts'
import { ownerName } from './owner-name.ts'
import { resolveTune, type Tune } from './tune.ts'

/** What governs a facade's calls. Each port defaults to one in memory, which is lost in a crash. */
export interface Governance {
  readonly policy?: Policy
  readonly store?: Store
  readonly audit?: AuditSink
  readonly ledger?: Ledger
  readonly events?: EventSink
  readonly incidents?: IncidentSink
  readonly telemetry?: Telemetry
  readonly clock?: Clock
}

export type Credentials<V extends VendorTypes> =
  | V['credentials']
  | (() => ResolvedSecret<V['credentials']> | Promise<ResolvedSecret<V['credentials']>>)

/** Non-secret settings: mandatory where the vendor's origins or schemes need them. */
type SettingsOption<V extends VendorTypes> =
  Record<never, never> extends V['settings'] ? { readonly settings?: V['settings'] } : { readonly settings: V['settings'] }

/** Which connection a client uses, and what governs its calls. */
export type ConnectOptions<V extends VendorTypes> = Governance &
  SettingsOption<V> & {
    readonly tenantId: string
    /** Which of the tenant's accounts at the vendor. Default `default`. */
    readonly account?: string
    /** `{ scheme: credential }`, or a function that gives it with its expiry. */
    readonly credentials: Credentials<V>
    readonly actor?: Actor
    /**
     * Points an origin elsewhere: a GitHub Enterprise host, an emulator. For code only, never from a tenant's settings or a call's
     * input. Plain http is allowed only for loopback. The change shows in receipts and audit.
     */
    readonly origins?: { readonly [Name in V['origin']]?: string }
    readonly transport?: Transport
    readonly tune?: Tune
  }

const connectNames: NamesOf<ConnectOptions<VendorTypes> & { readonly correlationId: string }> = {
  ...governanceNames,
  tenantId: true,
  account: true,
  credentials: true,
  settings: true,
  actor: true,
  correlationId: true,
  origins: true,
  transport: true,
  tune: true,
}

/** Connects one connector for one tenant. Throws a `TypeError` for an unknown option. */
export function connect<C extends Connector<VendorTypes, object>>(
  connector: C,
  options: ConnectOptions<TypesOf<C>> & { readonly correlationId: string },
): BoundClient<OperationsOf<C>>
export function connect<C extends Connector<VendorTypes, object>>(
  connector: C,
  options: ConnectOptions<TypesOf<C>>,
): Client<OperationsOf<C>>
export function connect(connector: unknown, options: ConnectOptions<VendorTypes> & { readonly correlationId?: string }): unknown {
  const compiled = compileConnector(connector as AnyConnector, 'connect')
  if (!isObject(options)) throw new TypeError('connect: options are missing: { tenantId, credentials }')
  refuseUnknown('connect', options, connectNames)
  refuseUnknownTune('connect: tune', options.tune)
  const tune = resolveTune(options.tune)
  const transport = options.transport ?? undiciTransport({ connections: tune.concurrency })
  const store = options.store ?? memoryStore()
  const clock = options.clock ?? systemClock
  const telemetry = guardedTelemetry(options.telemetry)
  const tenantId = ownerName('tenantId', options.tenantId, 'say which tenant this connection is for')
  const account = ownerName('account', options.account ?? 'default', 'say which account')
  const reference = { tenantId, connector: compiled.id, account }
  const open: OpenInput = {
    vendor: compiled.vendor,
    originOverrides: (options.origins ?? {}) as Readonly<Record<string, string>>,
    transport,
    tokens: store.tokens,
    reference,
    clock,
    telemetry,
    timeoutMs: compiled.vendor.defaults.timeoutMs,
  }
  const binding = new Binding(
    {
      connector: compiled,
      tenantId,
      account,
      connections: sourceOf(open, options.credentials, (options.settings ?? {}) as Readonly<Record<string, unknown>>),
      transport,
      store,
      audit: options.audit ?? memoryAudit(),
      ledger: options.ledger ?? memoryLedger(),
      policy: options.policy,
      events: options.events,
      incidents: options.incidents,
      telemetry,
      clock,
      tune,
    },
    {
      ...(options.actor && { actor: options.actor }),
      ...(options.correlationId !== undefined && { correlationId: options.correlationId }),
    },
  )
  return createClient(compiled, binding, {
    account: () => {
      throw new TypeError('connect() binds one account: give createPortico a secrets port to reach several')
    },
    close: () => transport.close(),
  })
}
