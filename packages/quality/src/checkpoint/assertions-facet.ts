import type { ValidationResult } from '../results/validation-result.ts'
import { fieldsOf } from '../severity/fields-of.ts'
import { version } from '../version.ts'

/** One test of OpenLineage's data quality assertions. */
export interface Assertion {
  readonly assertion: string
  readonly success: boolean
  /** Absent for an assertion about the whole dataset. */
  readonly column?: string
}

export interface AssertionsFacet {
  readonly _producer: string
  readonly _schemaURL: string
  readonly assertions: readonly Assertion[]
}

/**
 * A validation as OpenLineage's `dataQualityAssertions` facet of an input dataset: one entry per expectation and column, without
 * values.
 */
export function assertionsFacet({ results }: ValidationResult): AssertionsFacet {
  return {
    _producer: `https://www.npmjs.com/package/@portico/quality/v/${version}`,
    _schemaURL:
      'https://openlineage.io/spec/facets/1-1-0/DataQualityAssertionsDatasetFacet.json#/$defs/DataQualityAssertionsDatasetFacet',
    assertions: results.flatMap(({ success, expectation_config }): Assertion[] => {
      const assertion = expectation_config.type
      const fields = fieldsOf(expectation_config) ?? []
      return fields.length === 0 ? [{ assertion, success }] : fields.map((column) => ({ assertion, success, column }))
    }),
  }
}
