import type { RunHistory } from '@portico/governance'
import type { SyncObserver } from '@portico/sync'

/** Records runs and their outcome. */
export function runHistory(runs: RunHistory): SyncObserver {
  return {
    runStarted: ({ runId, destination: { label }, ...run }) => runs.begin({ ...run, id: runId, destination: label }),
    runEnded: ({ tenantId, runId, status, ...report }) => runs.end({ tenantId, id: runId }, { status, report }),
  }
}
