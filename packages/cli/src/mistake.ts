export type MistakeCode =
  | 'usage'
  | 'configuration'
  | 'credentials'
  | 'input'
  | 'unknown_connector'
  | 'unknown_operation'
  | 'unreachable'
  | 'login'
  | 'file'

/** Something that the person at the keyboard can fix. Nothing was sent; the exit code is 2. */
export class Mistake extends Error {
  override readonly name = 'Mistake'
  readonly code: MistakeCode
  /** Where it is: an option, a configuration field, an environment variable. */
  readonly field: string
  /** What to do about it. */
  readonly hint: string

  constructor(code: MistakeCode, field: string, problem: string, hint: string, cause?: unknown) {
    super(problem, cause === undefined ? undefined : { cause })
    this.code = code
    this.field = field
    this.hint = hint
  }
}
