import type { AnyScheme } from '@portico/core'
import type { CredentialQuestion } from './find-credentials.ts'
import { variablesOf } from './variables.ts'

/** The fields of a scheme that configuration and environment supply, by name. */
export function statedFields(
  question: CredentialQuestion,
  scheme: string,
  definition: AnyScheme,
): Readonly<Record<string, string>> {
  const fields: Record<string, string> = {}
  for (const { field, variable, literal } of variablesOf(question, scheme, definition)) {
    const value = literal ?? question.env[variable]
    if (value !== undefined && value !== '') fields[field.name] = value
  }
  return fields
}
