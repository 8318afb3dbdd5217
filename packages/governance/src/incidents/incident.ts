import type { Actor, IncidentSink, IncidentSource, Severity } from '@portico/core'

export type IncidentState =
  | 'open'
  /** Its effect is contained; its cause may remain. If it recurs, it is open again. */
  | 'mitigated'
  /** A person accepts it until a given time, after which it is open again by itself. */
  | 'excepted'
  | 'closed'

export type IncidentChangeKind = 'mitigated' | 'excepted' | 'closed'

/** Something wrong, counted until it is closed. */
export interface Incident {
  readonly id: string
  readonly tenantId: string
  readonly source: IncidentSource
  readonly kind: string
  readonly subject: string
  /** The gravest of its occurrences. */
  readonly severity: Severity
  readonly title: string
  readonly state: IncidentState
  readonly occurrences: number
  /** Epoch milliseconds, as all times here. */
  readonly firstAt: number
  readonly lastAt: number
  /** Of the last occurrence, like `causationId`. */
  readonly correlationId: string | undefined
  readonly causationId: string | undefined
  /** Set while it is excepted. */
  readonly exceptedUntil: number | undefined
}

/** What somebody did about an incident. */
export interface IncidentChange {
  readonly change: IncidentChangeKind
  readonly by: Actor
  readonly reason: string
  readonly until: number | undefined
  readonly at: number
}

export interface IncidentQuery {
  readonly tenantId: string
  /** Default: all but the closed ones. */
  readonly states?: readonly IncidentState[]
  /** This severity or graver. */
  readonly severity?: Severity
  /** Default: 100. */
  readonly limit?: number
}

/** Who changes an incident, and why. */
export interface IncidentAct {
  readonly tenantId: string
  readonly id: string
  readonly by: Actor
  readonly reason: string
}

/** Why an incident cannot be changed this way. */
export type IncidentErrorCode = 'unknown' | 'closed' | 'not_a_person' | 'not_exceptable' | 'past' | 'no_reason'

const brand = Symbol.for('portico.incident-error')

/** An invalid change; nothing was changed. */
export class IncidentError extends Error {
  override readonly name = 'IncidentError'
  readonly code: IncidentErrorCode
  readonly [brand] = true

  constructor(code: IncidentErrorCode, message: string) {
    super(message)
    this.code = code
  }
}

export function isIncidentError(error: unknown): error is IncidentError {
  return error instanceof Error && brand in error
}

/** What is wrong, on one severity scale. Each change publishes an event in the same transaction. */
export interface Incidents extends IncidentSink {
  /** Resolves when it is on disk. */
  report: (incident: Parameters<IncidentSink['report']>[0]) => Promise<void>
  /** The gravest first, then the latest. */
  list(query: IncidentQuery): Promise<readonly Incident[]>
  find(
    tenantId: string,
    id: string,
  ): Promise<{ readonly incident: Incident; readonly changes: readonly IncidentChange[] } | undefined>
  /** Rejects with an `IncidentError`, as the methods below do. */
  mitigate(act: IncidentAct): Promise<Incident>
  /** Only by a person, until a future time (epoch milliseconds), and never for a V3. */
  except(act: IncidentAct & { readonly until: number }): Promise<Incident>
  close(act: IncidentAct): Promise<Incident>
}
