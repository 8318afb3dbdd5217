import { AuthorizationError } from './authorization-error.ts'

/** The value, when it is text without control characters; else an error that names it as `what` and never shows it. */
export function plainText(what: string, value: unknown): string {
  if (typeof value !== 'string' || value === '') throw new AuthorizationError('invalid_input', `${what} is missing or empty`)
  if (/\p{Cc}/u.test(value)) {
    throw new AuthorizationError(
      'invalid_input',
      `${what} has a control character, such as the line break at a file's end: remove it`,
    )
  }
  return value
}

/** As `plainText`, and fit for a header as it is: visible ASCII. */
export function headerText(what: string, value: unknown): string {
  const text = plainText(what, value)
  if (!/^[!-~]+$/.test(text)) {
    throw new AuthorizationError(
      'invalid_input',
      `${what} has a space or a character outside ASCII: give the secret alone, without a prefix`,
    )
  }
  return text
}
