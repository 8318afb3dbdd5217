import { z } from '@portico/core/contract'

// GitHub refuses longer ones in words: "title is too long (maximum is 256 characters)", "body is too long (maximum is 65536
// characters)".

/** Of an issue or pull request. */
export const title = z.string().min(1).max(256)

/** The text of an issue, pull request or comment. */
export const markdown = z.string().max(65_536)

/** A text as GitHub may return it: it preserves a form's line ends. */
export function asGiven(text: string | null | undefined): string {
  return (text ?? '').replaceAll('\r\n', '\n').trim()
}
