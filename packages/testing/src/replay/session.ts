import {
  type AuditRow,
  type CoreEvent,
  connect,
  memoryAudit,
  memoryEvents,
  memoryLedger,
  type MemoryLedger,
  memoryStore,
  type MemoryStore,
  type Policy,
  type Tokens,
  type Transport,
} from '@portico/core'
import { type FakeClock, fakeClock } from './fake-clock.ts'
import { keptTelemetry } from './kept-telemetry.ts'
import type { Subject } from './subject.ts'

export const tenantId = 'contract-tenant'

/** Approves every call that a person may approve: most checks are about what comes after. */
export const agrees: Policy = {
  decide: () => ({ effect: 'granted', by: { type: 'human', id: 'approver' }, approval: 'A3', rule: 'contract.agreed' }),
}

/** A client, with everything that its calls leave behind. */
export interface Session {
  readonly client: Readonly<Record<string, Method>>
  readonly clock: FakeClock
  readonly store: MemoryStore
  readonly ledger: MemoryLedger
  readonly rows: () => readonly AuditRow[]
  readonly events: () => readonly CoreEvent[]
  /** Logs, spans and measurements, as they reach telemetry; none unless `telemetry` is set. */
  readonly telemetry: readonly unknown[]
  close(): Promise<void>
}

/** A client's method, its types erased. */
export interface Method {
  (input: unknown, call?: object): Promise<unknown>
  detailed(input: unknown, call?: object): Promise<{ readonly data: unknown; readonly receipt: unknown }>
  dryRun(input: unknown, call?: object): Promise<Readonly<Record<string, unknown>>>
  pages(input: unknown, call?: object): AsyncIterableIterator<{ readonly items: readonly unknown[]; readonly next?: string }>
  resume(approval: string, call?: object): Promise<{ readonly data: unknown; readonly receipt: unknown }>
  undo(receipt: unknown, call?: object): Promise<{ readonly data: unknown; readonly receipt: unknown }>
}

export interface SessionOptions {
  /** Epoch milliseconds at the start. */
  readonly startAt: number
  readonly transport: (clock: FakeClock) => Transport
  /** Default: `agrees`. */
  readonly policy?: Policy | undefined
  /** Whether calls report to telemetry. Default: false, since a call that does takes a sixth longer. */
  readonly telemetry?: boolean | undefined
  /** Default: those of the session's own memory store. */
  readonly tokens?: Tokens | undefined
}

export function openSession(subject: Subject, options: SessionOptions): Session {
  const clock = fakeClock(options.startAt)
  const memory = memoryStore({ now: clock.now })
  const store = options.tokens ? { ...memory, tokens: options.tokens } : memory
  const audit = memoryAudit()
  const events = memoryEvents()
  const ledger = memoryLedger()
  const telemetry: unknown[] = []
  const client = connect(
    subject.connector as never,
    {
      tenantId,
      credentials: subject.credentials,
      settings: subject.settings,
      transport: options.transport(clock),
      policy: 'policy' in options ? options.policy : agrees,
      store,
      audit,
      events,
      ledger,
      clock,
      ...(options.telemetry && { telemetry: keptTelemetry(telemetry) }),
    } as never,
  ) as unknown as Readonly<Record<string, Method>> & { close(): Promise<void> }
  return {
    client,
    clock,
    store,
    ledger,
    rows: () => audit.rows,
    events: () => events.events,
    telemetry,
    close: () => client.close(),
  }
}
