import { describe, test } from 'vitest'
import { airbyteChecks } from './airbyte-checks.ts'
import type { AirbyteSource } from './airbyte-run.ts'

/** Registers the conformance tests of an Airbyte source with vitest: whether it runs on the platform, and tells no secret. */
export function airbyteConformance(name: string, source: AirbyteSource): void {
  describe(`${name} as an Airbyte source`, () => {
    for (const check of airbyteChecks(source)) test(check.name, check.run)
  })
}
