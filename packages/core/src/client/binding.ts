import { CallStamps } from '../call/call-stamps.ts'
import type { CompiledConnector } from '../call/compile.ts'
import type { CallContext } from '../contract/client.ts'
import type { AuditSink } from '../ports/audit.ts'
import type { EventSink } from '../ports/event-sink.ts'
import type { IncidentSink } from '../ports/incidents.ts'
import type { Ledger } from '../ports/ledger.ts'
import type { Policy } from '../ports/policy.ts'
import type { Store } from '../ports/store.ts'
import { Channel, type ChannelParts } from './channel.ts'

/** What governs calls, defaults filled in. */
export interface ResolvedGovernance extends Pick<ChannelParts, 'telemetry' | 'clock'> {
  readonly store: Store
  readonly audit: AuditSink
  readonly ledger: Ledger
  readonly policy: Policy | undefined
  readonly events: EventSink | undefined
  readonly incidents: IncidentSink | undefined
}

export interface BindingParts extends ResolvedGovernance, Omit<ChannelParts, 'vendor' | 'telemetry' | 'clock'> {
  readonly connector: CompiledConnector
}

/** One connector for one account of one tenant, and what governs its calls. */
export class Binding extends Channel implements BindingParts {
  readonly connector: CompiledConnector
  readonly store: Store
  readonly audit: AuditSink
  readonly ledger: Ledger
  readonly policy: Policy | undefined
  readonly events: EventSink | undefined
  readonly incidents: IncidentSink | undefined
  readonly context: CallContext
  readonly stamps: CallStamps
  /** Operations whose deprecation was already reported: once while the connection is open, not once per call. */
  readonly endingsTold: Set<string>

  constructor(parts: BindingParts, context: CallContext, shared?: Binding) {
    super({ ...parts, vendor: parts.connector.vendor }, shared)
    this.connector = parts.connector
    this.store = parts.store
    this.audit = parts.audit
    this.ledger = parts.ledger
    this.policy = parts.policy
    this.events = parts.events
    this.incidents = parts.incidents
    this.context = context
    this.stamps = shared?.stamps ?? new CallStamps()
    this.endingsTold = shared?.endingsTold ?? new Set()
  }

  /** The same connection for another actor or business event. */
  as(context: CallContext): Binding {
    return new Binding(this, { ...this.context, ...context }, this)
  }
}
