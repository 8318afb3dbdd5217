/** Something in the documentation that is not true, or a link to nothing. */
export interface Problem {
  /** From the repo's root, with forward slashes. */
  readonly file: string
  readonly line: number
  readonly text: string
}
