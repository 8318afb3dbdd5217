import { QualityError } from '../quality-error.ts'
import { agree, normalise } from './normalise.ts'
import { parsed } from './parsed.ts'
import { parsePythonJson } from './python-json.ts'
import type { ValidationResult } from './validation-result.ts'
import { wireCheckpoint, wireValidation } from './wire.ts'

/** The validations in a results file: a single one, or those of a checkpoint. */
export interface ReadResults {
  readonly kind: 'validation' | 'checkpoint'
  readonly success: boolean
  /** The checkpoint's name, where the file has one. */
  readonly checkpoint: string | undefined
  /** At least one. */
  readonly validations: readonly { readonly identifier: string; readonly result: ValidationResult }[]
}

const identifier = /^ValidationResultIdentifier::.+/s

/**
 * Reads a validation result or a checkpoint result of Great Expectations 0.18 or 1.x. Throws a `QualityError` for one that is
 * truncated, of another kind, empty or contradicts itself: none of these is ever a pass.
 */
export function readResults(text: string): ReadResults {
  const document = parsePythonJson(text)
  if (typeof document !== 'object' || document === null || Array.isArray(document)) {
    throw new QualityError('not_understood', '', 'neither a validation result nor a checkpoint result')
  }
  if ('run_results' in document) return readCheckpoint(document)
  if (!('results' in document)) {
    throw new QualityError('not_understood', '', 'neither a validation result (results) nor a checkpoint result (run_results)')
  }
  const result = normalise(parsed(wireValidation, document), '')
  const name = result.meta['checkpoint_name']
  return {
    kind: 'validation',
    success: result.success,
    checkpoint: typeof name === 'string' ? name : undefined,
    validations: [{ identifier: result.suite_name, result }],
  }
}

function readCheckpoint(document: object): ReadResults {
  const wire = parsed(wireCheckpoint, document)
  const validations = Object.entries(wire.run_results).map(([key, value]) => {
    const path = `run_results[${JSON.stringify(key)}]`
    if (!identifier.test(key)) throw new QualityError('not_understood', path, 'the key is not a ValidationResultIdentifier')
    return 'validation_result' in value
      ? { identifier: key, result: normalise(value.validation_result, `${path}.validation_result`) }
      : { identifier: key, result: normalise(value, path) }
  })
  if (validations.length === 0) throw new QualityError('not_understood', 'run_results', 'no validation was run')
  agree(
    wire.success,
    validations.map(({ result }) => result),
    'success',
  )
  const checkpoint = wire.checkpoint_config?.name ?? wire.name ?? undefined
  return { kind: 'checkpoint', success: wire.success, checkpoint, validations }
}
