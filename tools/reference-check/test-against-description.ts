import { expect, test } from 'vitest'
import { referenceDataAbsent } from '../reference-data.ts'
import { findDifferences, readDifferences } from './differences.ts'
import type { PlannedAt } from './origin-paths.ts'

/**
 * Compares every recorded request and response with the vendor's official description. Differences are listed beside the
 * recordings, in `description-differences.json`: an unlisted difference fails, and so does a listed one that is gone.
 */
export function testAgainstDescription(plan: PlannedAt & { readonly description?: string }, recordings: URL): void {
  const reference = plan.description
  if (reference === undefined) throw new TypeError('the plan names no description')
  test('recordings differ from the official description only where the list says so', (context) => {
    const found = findDifferences(recordings, reference, plan)
    if (found === undefined) return context.skip(referenceDataAbsent(reference))
    expect(found, 'if the change is meant, pnpm record writes the list anew').toEqual(readDifferences(recordings))
  })
}
