/** A plan did not turn out as it says, or a secret was left in what would be written. Nothing was written. */
export class RecordingError extends Error {
  override readonly name = 'RecordingError'
}
