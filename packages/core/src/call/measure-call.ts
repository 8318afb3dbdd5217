import { performance } from 'node:perf_hooks'
import type { Call } from './call.ts'

/** Counts a call that has ended, and logs one that failed. */
export function measureCall(call: Call): void {
  const { binding, commitState, error } = call
  if (!binding.telemetry) return
  const outcome = error ? { 'error.type': error.code } : {}
  binding.measure('portico.calls', 1, call, { ...outcome, 'portico.commit_state': commitState })
  binding.measure('portico.call.duration', (performance.now() - call.started) / 1_000, call, outcome)
  if (call.replayed) binding.measure('portico.replays', 1, call)
  if (commitState === 'unknown') binding.measure('portico.outcomes_unknown', 1, call)
  if (!error) return
  binding.measure('portico.errors', 1, call, {
    ...outcome,
    'portico.commit_state': commitState,
    'portico.severity': error.severity,
  })
  if (error.code === 'contract_violation') binding.measure('portico.contract_violations', 1, call)
  binding.telemetry.log?.({
    level: error.severity === 'V0' ? 'info' : error.severity === 'V1' ? 'warn' : 'error',
    event: 'portico.call.failed',
    attributes: {
      connector: error.connector,
      operation: error.operation,
      tenantId: error.tenantId,
      code: error.code,
      commitState: error.commitState,
      severity: error.severity,
      message: error.message,
      callId: call.id,
    },
  })
}
