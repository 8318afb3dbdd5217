import { describe, test } from 'vitest'
import { airbyteChecks } from './airbyte-checks.ts'
import type { AirbyteSource } from './airbyte-run.ts'

/** Registers the conformance tests of an Airbyte source with vitest: that it runs on the platform and leaks no secret. */
export function airbyteConformance(name: string, source: AirbyteSource): void {
  describe(`${name} as an Airbyte source`, () => {
    for (const check of airbyteChecks(source)) test(check.name, check.run)
  })
}
