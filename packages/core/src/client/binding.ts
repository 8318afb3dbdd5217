import type { CallContext } from '../contract/client.ts'
import type { Call } from '../call/call.ts'
import type { CompiledConnector, CompiledOperation } from '../call/compile.ts'
import type { Transport } from '../http/transport.ts'
import type { OperationalMetric } from '@portico/metrics'
import type { AuditSink } from '../ports/audit.ts'
import type { Clock } from '../ports/clock.ts'
import type { EventSink } from '../ports/event-sink.ts'
import type { Ledger } from '../ports/ledger.ts'
import type { Policy } from '../ports/policy.ts'
import type { Store } from '../ports/store.ts'
import type { Telemetry, TelemetryAttributes } from '../ports/telemetry.ts'
import { Circuit } from '../send/circuit.ts'
import { type RateBudget, rateBudget } from '../send/rate-budget.ts'
import { RetryBudget } from '../send/retry-budget.ts'
import type { Connection } from './connection.ts'
import type { ResolvedTune } from './tune.ts'

/** Where a binding gets its connection from: at once, or after asking for credentials. */
export interface ConnectionSource {
  current(): Connection | Promise<Connection>
  /** What is known of the secrets so far, for redaction. */
  readonly known: Connection | undefined
}

export interface BindingParts {
  readonly connector: CompiledConnector
  readonly tenantId: string
  readonly account: string
  readonly connections: ConnectionSource
  readonly transport: Transport
  readonly store: Store
  readonly audit: AuditSink
  readonly ledger: Ledger
  readonly policy: Policy | undefined
  readonly events: EventSink | undefined
  readonly telemetry: Telemetry | undefined
  readonly clock: Clock
  readonly tune: ResolvedTune
}

/** One connector for one account of one tenant. Pools, budgets and circuits belong to it alone. */
export class Binding implements BindingParts {
  readonly connector: CompiledConnector
  readonly tenantId: string
  readonly account: string
  readonly connections: ConnectionSource
  readonly transport: Transport
  readonly store: Store
  readonly audit: AuditSink
  readonly ledger: Ledger
  readonly policy: Policy | undefined
  readonly events: EventSink | undefined
  readonly telemetry: Telemetry | undefined
  readonly clock: Clock
  readonly tune: ResolvedTune
  readonly circuit: Circuit
  readonly rateBudget: RateBudget
  readonly retryBudget: RetryBudget
  readonly context: CallContext
  readonly #operationBudgets: Map<string, RateBudget>

  constructor(parts: BindingParts, context: CallContext, shared?: Binding) {
    this.connector = parts.connector
    this.tenantId = parts.tenantId
    this.account = parts.account
    this.connections = parts.connections
    this.transport = parts.transport
    this.store = parts.store
    this.audit = parts.audit
    this.ledger = parts.ledger
    this.policy = parts.policy
    this.events = parts.events
    this.telemetry = parts.telemetry
    this.clock = parts.clock
    this.tune = parts.tune
    this.circuit = shared?.circuit ?? new Circuit(parts.tune.circuit, parts.clock)
    this.rateBudget = shared?.rateBudget ?? rateBudget(parts.connector.vendor.limits, parts.clock)
    this.retryBudget = shared?.retryBudget ?? new RetryBudget()
    this.#operationBudgets = shared ? shared.#operationBudgets : new Map()
    this.context = context
  }

  /** The same connection for another actor or business event. */
  as(context: CallContext): Binding {
    return new Binding(this, { ...this.context, ...context }, this)
  }

  /** Milliseconds to wait for the vendor's budget and, where it counts per method, the operation's own; 0 when counted. */
  takeRate(operation: CompiledOperation): number {
    const { limits, budget, weight = 1 } = operation.definition
    if (!limits) return this.rateBudget.take(weight, budget)
    let own = this.#operationBudgets.get(operation.name)
    if (!own) {
      own = rateBudget(limits, this.clock)
      this.#operationBudgets.set(operation.name, own)
    }
    return own.take(weight) || this.rateBudget.take(weight, budget)
  }

  /** Text, or an error with its causes, without the connection's secrets. */
  redact<T>(value: T): T {
    const connection = this.connections.known
    return connection ? connection.redact(value) : value
  }

  measure(metric: OperationalMetric, value: number, call: Call, more?: TelemetryAttributes): void {
    this.telemetry?.measure?.(metric, value, {
      'portico.connector': this.connector.id,
      'portico.operation': call.operation.name,
      ...more,
    })
  }
}
