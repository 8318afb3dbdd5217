/** One thing that a stream must do. `run` rejects, in words, where it does not. */
export interface StreamCheck {
  /** Absent where it is about the whole source. */
  readonly stream?: string
  readonly name: string
  readonly run: () => Promise<void>
}
