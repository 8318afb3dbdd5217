/** One requirement of a stream. `run` rejects, saying why, if it is not met. */
export interface StreamCheck {
  /** Absent if it is about the whole source. */
  readonly stream?: string
  readonly name: string
  readonly run: () => Promise<void>
}
