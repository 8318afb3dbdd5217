/** A rule that can't be followed; nothing was purged. Its message is `field: problem; mend`. */
export class RetentionRuleError extends TypeError {
  override readonly name = 'RetentionRuleError'
  /** `retention.runtime.receipts` */
  readonly field: string
  readonly problem: string
  readonly mend: string

  constructor(field: string, problem: string, mend: string) {
    super(`${field}: ${problem}; ${mend}`)
    this.field = field
    this.problem = problem
    this.mend = mend
  }
}
