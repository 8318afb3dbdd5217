import type { Severity } from '@portico/core'
import type { ExpectationConfiguration, ExpectationResult } from '../results/validation-result.ts'
import { type DatasetFacts, regulatedFields } from './dataset-facts.ts'
import { conditionNames, fieldsOf } from './fields-of.ts'

/**
 * How grave an unmet expectation is: V3 if it involves a personal or regulated field, V2 if anyone consumes the dataset, else V1.
 * An expectation that does not name its fields involves all of them.
 */
export function failureSeverity(expectation: ExpectationConfiguration, facts: DatasetFacts): Severity {
  if (involvesRegulated(expectation, facts)) return 'V3'
  return facts.consumers.length > 0 ? 'V2' : 'V1'
}

/** The gravest of the failures, or undefined where every expectation is met. */
export function worstSeverity(results: readonly ExpectationResult[], facts: DatasetFacts): Severity | undefined {
  return results
    .filter(({ success }) => !success)
    .map(({ expectation_config }) => failureSeverity(expectation_config, facts))
    .toSorted()
    .at(-1)
}

function involvesRegulated(expectation: ExpectationConfiguration, facts: DatasetFacts): boolean {
  if (facts.sensitivity === 'S3') return true
  const regulated = regulatedFields(facts)
  const fields = fieldsOf(expectation)
  if (!fields) return regulated.length > 0
  // Databases fold case in names; folding where this one does not errs on the grave side.
  const folded = new Set(fields.map((field) => field.toLowerCase()))
  return regulated.some((field) => folded.has(field.toLowerCase()) || conditionNames(expectation, field))
}
