import type { AuditRow, AuditSink } from '../audit.ts'
import type { CoreEvent, EventSink } from '../event-sink.ts'
import type { IncidentReport, IncidentSink } from '../incidents.ts'
import type { Ledger, Proof, ProofResolution } from '../ledger.ts'

/** Made by `memoryAudit`. */
export interface MemoryAudit extends AuditSink {
  readonly rows: readonly AuditRow[]
}
/** Made by `memoryLedger`. */
export interface MemoryLedger extends Ledger {
  readonly proofs: ReadonlyMap<string, { readonly proof: Proof; readonly resolution?: ProofResolution }>
}
/** Made by `memoryEvents`. */
export interface MemoryEvents extends EventSink {
  readonly events: readonly CoreEvent[]
}

/** Made by `memoryIncidents`. */
export interface MemoryIncidents extends IncidentSink {
  readonly reports: readonly IncidentReport[]
}

interface Proven {
  readonly proof: Proof
  resolution?: ProofResolution
}

/** The newest `most` rows of this process. */
export function memoryAudit(options: { most?: number } = {}): MemoryAudit {
  const recent = ring<AuditRow>(options.most ?? 1_000)
  return {
    get rows() {
      return recent.all()
    },
    write: recent.add,
  }
}

/** The newest `most` events of this process. */
export function memoryEvents(options: { most?: number } = {}): MemoryEvents {
  const recent = ring<CoreEvent>(options.most ?? 1_000)
  return {
    get events() {
      return recent.all()
    },
    publish: recent.add,
  }
}

/** The newest `most` reports of this process. */
export function memoryIncidents(options: { most?: number } = {}): MemoryIncidents {
  const recent = ring<IncidentReport>(options.most ?? 1_000)
  return {
    get reports() {
      return recent.all()
    },
    report: recent.add,
  }
}

/** The newest `most` proofs of this process. */
export function memoryLedger(options: { most?: number } = {}): MemoryLedger {
  const recent = ring<Proven>(options.most ?? 1_000)
  // By call, which has one proof, and only for calls under way: a map of all kept proofs would be searched in cold memory, and a
  // proof's id would have to be formatted to be looked up.
  const open = new Map<string, Proven>()
  return {
    get proofs() {
      return new Map(recent.all().map((proven) => [proven.proof.id, proven]))
    },
    open(proof) {
      const proven: Proven = { proof }
      open.set(proof.callId, proven)
      recent.add(proven)
    },
    resolve(resolution) {
      const proven = open.get(resolution.callId)
      if (!proven) return
      proven.resolution = resolution
      open.delete(resolution.callId)
    },
  }
}

function ring<T>(most: number): { add: (item: T) => void; all: () => readonly T[] } {
  const items: T[] = []
  let next = 0
  return {
    add(item) {
      if (items.length < most) items.push(item)
      else items[next] = item
      next = (next + 1) % most
    },
    all: () => (items.length < most ? items.slice() : [...items.slice(next), ...items.slice(0, next)]),
  }
}
