/** What an error says, for a log or an error of ours: anything can be thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : 'something that is not an Error was thrown'
}
