/** Something in the documentation that is not true, or leads nowhere. */
export interface Problem {
  /** From the repo's root, with forward slashes. */
  readonly file: string
  readonly line: number
  readonly text: string
}
