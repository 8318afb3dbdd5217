import type { Sensitivity } from '@portico/core'
import type { Consumer } from '@portico/core/streams'

/** The facts that decide how grave a failed check of a dataset is. A stream of the data plane states all of them. */
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

/**
 * The columns whose values a result must not show: confidential and regulated ones, or all columns if the dataset itself is so
 * classified.
 */
export function maskedColumns(
  facts: Pick<DatasetFacts, 'sensitivity' | 'sensitiveFields'>,
  columns: readonly string[],
): string[] {
  const hidden = (sensitivity: Sensitivity): boolean => sensitivity === 'S2' || sensitivity === 'S3'
  if (hidden(facts.sensitivity)) return [...columns]
  return Object.keys(facts.sensitiveFields).filter((field) => hidden(facts.sensitiveFields[field]!))
}
