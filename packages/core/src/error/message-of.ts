/** The message of anything thrown, for a log or an error of ours. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : 'something that is not an Error was thrown'
}
