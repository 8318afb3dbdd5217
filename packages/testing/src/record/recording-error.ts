/** A plan that does not come out as it says, or a secret that is left in what would be written. Nothing was written. */
export class RecordingError extends Error {
  override readonly name = 'RecordingError'
}
