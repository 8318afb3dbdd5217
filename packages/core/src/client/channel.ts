import type { OperationalMetric } from '@portico/metrics'
import type { OperationDefinition } from '../contract/operation.ts'
import type { VendorIdentity } from '../contract/vendor-definition.ts'
import type { Transport } from '../http/transport.ts'
import type { Clock } from '../ports/clock.ts'
import type { Telemetry, TelemetryAttributes } from '../ports/telemetry.ts'
import { Circuit } from '../send/circuit.ts'
import { type RateBudget, rateBudget } from '../send/rate-budget.ts'
import { RetryBudget } from '../send/retry-budget.ts'
import type { Connection } from './connection.ts'
import type { ResolvedTune } from './tune.ts'

/** Where a channel gets its connection: at once, or after asking for credentials. */
export interface ConnectionSource {
  current(): Connection | Promise<Connection>
  /** The secrets known so far, for redaction. */
  readonly known: Connection | undefined
}

export interface ChannelParts {
  readonly vendor: VendorIdentity
  readonly tenantId: string
  readonly account: string
  readonly connections: ConnectionSource
  readonly transport: Transport
  readonly telemetry: Telemetry | undefined
  readonly clock: Clock
  readonly tune: ResolvedTune
}

/** What draws on a budget: an operation, or a stream. */
export interface Drawing {
  readonly name: string
  readonly definition: Pick<OperationDefinition, 'limits' | 'budget' | 'weight'>
}

/** The path to one account of one tenant at a vendor, with its own pools, budgets and circuits. */
export class Channel implements ChannelParts {
  readonly vendor: VendorIdentity
  readonly tenantId: string
  readonly account: string
  readonly connections: ConnectionSource
  readonly transport: Transport
  readonly telemetry: Telemetry | undefined
  readonly clock: Clock
  readonly tune: ResolvedTune
  readonly circuit: Circuit
  readonly rateBudget: RateBudget
  readonly retryBudget: RetryBudget
  readonly #ownBudgets: Map<string, RateBudget>

  constructor(parts: ChannelParts, shared?: Channel) {
    this.vendor = parts.vendor
    this.tenantId = parts.tenantId
    this.account = parts.account
    this.connections = parts.connections
    this.transport = parts.transport
    this.telemetry = parts.telemetry
    this.clock = parts.clock
    this.tune = parts.tune
    this.circuit = shared?.circuit ?? new Circuit(parts.tune.circuit, parts.clock)
    this.rateBudget = shared?.rateBudget ?? rateBudget(parts.vendor.limits, parts.clock)
    this.retryBudget = shared?.retryBudget ?? new RetryBudget()
    this.#ownBudgets = shared ? shared.#ownBudgets : new Map()
  }

  /** Milliseconds to wait for the vendor's budget and, where it limits the method, that one too; 0 once the call is counted. */
  takeRate({ name, definition }: Drawing): number {
    const { limits, budget, weight = 1 } = definition
    if (!limits) return this.rateBudget.take(weight, budget)
    let own = this.#ownBudgets.get(name)
    if (!own) {
      own = rateBudget(limits, this.clock)
      this.#ownBudgets.set(name, own)
    }
    return own.take(weight) || this.rateBudget.take(weight, budget)
  }

  /** Text, or an error with its causes, without the connection's secrets. */
  redact<T>(value: T): T {
    const connection = this.connections.known
    return connection ? connection.redact(value) : value
  }

  measure(
    metric: OperationalMetric,
    value: number,
    { operation }: { readonly operation: { readonly name: string } },
    more?: TelemetryAttributes,
  ): void {
    this.telemetry?.measure?.(metric, value, {
      'portico.connector': this.vendor.id,
      'portico.operation': operation.name,
      ...more,
    })
  }
}
