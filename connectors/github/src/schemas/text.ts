import { z } from '@portico/core/contract'

// GitHub refuses more in words: "title is too long (maximum is 256 characters)", "body is too long (maximum is 65536 characters)".

/** Of an issue or pull request. */
export const title = z.string().min(1).max(256)

/** The text of an issue, pull request or comment. */
export const markdown = z.string().max(65_536)

/** A text as GitHub may give it back: it keeps the line ends of a form. */
export function asGiven(text: string | null | undefined): string {
  return (text ?? '').replaceAll('\r\n', '\n').trim()
}
