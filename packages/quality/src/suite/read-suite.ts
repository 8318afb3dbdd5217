import * as z from 'zod'
import { QualityError } from '../quality-error.ts'
import { normaliseConfiguration } from '../results/normalise.ts'
import { parsed } from '../results/parsed.ts'
import { parsePythonJson } from '../results/python-json.ts'
import type { ExpectationConfiguration } from '../results/validation-result.ts'
import { wireConfiguration } from '../results/wire.ts'

/** What is expected of a dataset. */
export interface Suite {
  readonly name: string
  readonly expectations: readonly ExpectationConfiguration[]
  /** Defaults of the suite's parameters; a run's values override them. */
  readonly parameters: Readonly<Record<string, unknown>>
}

const parameters = z.record(z.string(), z.unknown()).nullish()

const wireSuite = z.object({
  name: z.string().min(1).nullish(),
  expectation_suite_name: z.string().min(1).nullish(),
  expectations: z.array(wireConfiguration).max(10_000),
  suite_parameters: parameters,
  evaluation_parameters: parameters,
})

/** Reads a suite of Great Expectations 0.18 or 1.x. Throws a `QualityError`, also for one without expectations. */
export function readSuite(text: string): Suite {
  const document = parsePythonJson(text)
  if (typeof document !== 'object' || document === null || !('expectations' in document)) {
    throw new QualityError('not_understood', '', 'not an expectation suite')
  }
  const wire = parsed(wireSuite, document)
  const name = wire.name ?? wire.expectation_suite_name
  if (name == null) throw new QualityError('not_understood', 'name', 'the suite has no name')
  if (wire.expectations.length === 0) throw new QualityError('invalid_suite', 'expectations', 'the suite has no expectations')
  return {
    name,
    expectations: wire.expectations.map(normaliseConfiguration),
    parameters: { ...wire.evaluation_parameters, ...wire.suite_parameters },
  }
}
