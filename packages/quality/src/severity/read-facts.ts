import * as z from 'zod'
import { QualityError } from '../quality-error.ts'
import { parsed } from '../results/parsed.ts'
import { parsePythonJson } from '../results/python-json.ts'
import type { DatasetFacts } from './dataset-facts.ts'

const name = z.string().min(1)
const sensitivity = z.enum(['S0', 'S1', 'S2', 'S3'])

const wireFacts = z.strictObject({
  name,
  owner: name,
  consumers: z.array(z.strictObject({ name, kind: z.enum(['report', 'model', 'service', 'export']) })),
  sensitivity,
  sensitiveFields: z.record(z.string(), sensitivity).default({}),
})

/** Reads what a dataset's owner states about it. Throws a `QualityError`, also for an unknown field: nothing is guessed. */
export function readFacts(text: string): DatasetFacts {
  const document = parsePythonJson(text)
  if (typeof document !== 'object' || document === null)
    throw new QualityError('not_understood', '', 'not the facts of a dataset')
  return parsed(wireFacts, document)
}
