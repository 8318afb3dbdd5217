/** An error's message, for logs or our own errors: anything can be thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : 'something that is not an Error was thrown'
}
