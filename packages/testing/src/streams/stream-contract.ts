import { describe, test } from 'vitest'
import { streamChecks } from './stream-checks.ts'
import type { StreamTable, TestedSource } from './stream-table.ts'

/**
 * Registers a source's contract tests with vitest: every stream from its recordings, with the network off. A stream without an
 * entry or a recording fails.
 */
export function streamContract<S extends TestedSource>(source: S, table: StreamTable<S>): void {
  const all = streamChecks(source, table)
  const streams = new Set(all.map(({ stream }) => stream))
  describe(`streams of ${source.vendor.id}`, () => {
    for (const stream of streams) {
      describe(stream ?? 'as a whole', () => {
        for (const check of all) if (check.stream === stream) test(check.name, check.run)
      })
    }
  })
}
