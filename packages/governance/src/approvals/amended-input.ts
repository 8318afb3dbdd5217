import { canonicalHash } from '@portico/core'
import { type CompiledOperation, redactFields } from '@portico/core/definition'
import type * as z from 'zod'
import { ApprovalError } from './approval-error.ts'

export interface AmendedInput {
  readonly input: unknown
  readonly hash: string
  /** As audit and approvers see it. */
  readonly shown: unknown
}

/**
 * Validates amended arguments against the operation's contract, as a call's are. Throws an `ApprovalError` that lists every
 * invalid field.
 */
export function amendedInput(operation: CompiledOperation, given: unknown): AmendedInput {
  const parsed = (operation.input as unknown as z.ZodType).safeParse(given)
  if (!parsed.success) {
    const issues = parsed.error.issues
      .slice(0, 5)
      .map(({ path, message }) => `${path.map(String).join('.') || 'input'}: ${message}`)
    throw new ApprovalError('invalid_input', `the amended input does not fit ${operation.qualifiedName}: ${issues.join('; ')}`)
  }
  const shown = redactFields(parsed.data, operation.definition.audit?.redact ?? [])
  return { input: parsed.data, hash: canonicalHash(parsed.data), shown }
}
