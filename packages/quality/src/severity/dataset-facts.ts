import type { Sensitivity } from '@portico/core'
import type { Consumer } from '@portico/core/streams'

/** What decides how grave a failed check of a dataset is. A stream of the data plane states all of it. */
export interface DatasetFacts {
  readonly name: string
  readonly owner: string
  /** Who reads it. */
  readonly consumers: readonly Consumer[]
  /** Of the dataset as a whole. */
  readonly sensitivity: Sensitivity
  /** Fields that are more sensitive than the rest. */
  readonly sensitiveFields: Readonly<Record<string, Sensitivity>>
}

/** The fields that hold personal or regulated data. */
export function regulatedFields(facts: Pick<DatasetFacts, 'sensitiveFields'>): readonly string[] {
  return Object.entries(facts.sensitiveFields)
    .filter(([, sensitivity]) => sensitivity === 'S3')
    .map(([field]) => field)
}
