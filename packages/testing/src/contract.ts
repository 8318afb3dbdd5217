import { describe, test } from 'vitest'
import { checks } from './checks.ts'
import type { ContractTable, TestedConnector } from './contract-table.ts'

/**
 * Registers a connector's contract tests with vitest: every operation from its recordings, including the fault matrix. An
 * operation without an entry or a recording fails.
 */
export function contract<C extends TestedConnector>(connector: C, table: ContractTable<C>): void {
  const all = checks(connector, table)
  const operations = new Set(all.map(({ operation }) => operation))
  describe(`contract of ${connector.vendor.id}`, () => {
    for (const operation of operations) {
      describe(operation ?? 'as a whole', () => {
        for (const check of all) if (check.operation === operation) test(check.name, check.run)
      })
    }
  })
}
