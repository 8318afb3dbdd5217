import type { AuditRow, AuditSink } from '@portico/core'

/** A sink that did not take a row, while another one did. */
export interface AuditSinkFailure {
  /** Its place in the list. */
  readonly sink: number
  readonly row: AuditRow
  readonly error: unknown
}

export interface AuditSinksOptions {
  /** Told of every sink that fails. It must reach somebody: one sink less is one proof less. */
  readonly onFailure: (failure: AuditSinkFailure) => void
  /** How long a sink may take before it counts as failed, in milliseconds (default: 5,000). A call waits for all of them. */
  readonly timeoutMs?: number
}

/** Writes each row to all sinks at once. It is kept when one of them has it; when none has, the write fails, and the call says so. */
export function auditSinks(sinks: readonly AuditSink[], { onFailure, timeoutMs = 5_000 }: AuditSinksOptions): AuditSink {
  if (sinks.length < 2) throw new TypeError('an audit has two independent sinks at least: one that fails must not be the last')
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

/** A sink that hangs must not hold the call, and with it what the other sinks have. */
async function within(timeoutMs: number, write: () => Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`the audit sink did not answer in ${timeoutMs} ms`)), timeoutMs)
  })
  try {
    await Promise.race([write(), late])
  } finally {
    clearTimeout(timer)
  }
}
