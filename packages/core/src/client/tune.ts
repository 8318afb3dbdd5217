import type { CircuitSettings } from '../send/circuit.ts'

/** What a platform may set for a connector. Times in milliseconds. */
export interface Tune {
  /** Per attempt; shortens or lengthens what the connector states. */
  readonly timeoutMs?: number
  readonly totalTimeoutMs?: number
  /** Connections per origin. Default 32. */
  readonly concurrency?: number
  readonly circuit?: Partial<CircuitSettings>
  /** How long an approval waits for a decision. Default one day. */
  readonly approvalExpiryMs?: number
}

export interface ResolvedTune {
  readonly timeoutMs: number | undefined
  readonly totalTimeoutMs: number | undefined
  readonly concurrency: number
  readonly circuit: CircuitSettings
  readonly approvalExpiryMs: number
}

export function resolveTune(tune: Tune = {}): ResolvedTune {
  return {
    timeoutMs: tune.timeoutMs,
    totalTimeoutMs: tune.totalTimeoutMs,
    concurrency: tune.concurrency ?? 32,
    circuit: { failures: tune.circuit?.failures ?? 5, openMs: tune.circuit?.openMs ?? 30_000 },
    approvalExpiryMs: tune.approvalExpiryMs ?? 86_400_000,
  }
}
