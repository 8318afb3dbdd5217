import type { AuditRow, AuditSink } from '@portico/core'

/** A sink that did not take a row. */
export interface AuditSinkFailure {
  /** Its index in the list. */
  readonly sink: number
  readonly row: AuditRow
  readonly error: unknown
}

export interface AuditSinksOptions {
  /** Called for every sink that fails. It must reach a person: every lost sink is a lost proof. */
  readonly onFailure: (failure: AuditSinkFailure) => void
  /** How long a sink may take before it counts as failed, in milliseconds (default: 5,000). A call waits for all sinks. */
  readonly timeoutMs?: number
}

/**
 * Writes each row to all sinks at once. One success keeps the row; if every sink fails, the write fails and the call reports it.
 */
export function auditSinks(sinks: readonly AuditSink[], { onFailure, timeoutMs = 5_000 }: AuditSinksOptions): AuditSink {
  if (sinks.length < 2) throw new TypeError('an audit needs at least two independent sinks: one failure must not lose a row')
  return {
    async write(row) {
      const written = await Promise.allSettled(sinks.map((sink) => within(timeoutMs, async () => sink.write(row))))
      const failures = written.flatMap((result, sink) =>
        result.status === 'rejected' ? [{ sink, row, error: result.reason as unknown }] : [],
      )
      for (const failure of failures) onFailure(failure)
      if (failures.length === sinks.length) {
        throw new AggregateError(
          failures.map(({ error }) => error),
          'no audit sink took the row',
        )
      }
    },
  }
}

/** A hanging sink must not block the call, nor what the other sinks took. */
async function within(timeoutMs: number, write: () => Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`the audit sink did not answer within ${timeoutMs} ms`)), timeoutMs)
  })
  try {
    await Promise.race([write(), late])
  } finally {
    clearTimeout(timer)
  }
}
