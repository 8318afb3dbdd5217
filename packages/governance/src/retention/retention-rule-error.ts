/** A rule that cannot be followed; nothing was purged. Message: `field: problem; hint`. */
export class RetentionRuleError extends TypeError {
  override readonly name = 'RetentionRuleError'
  /** `retention.runtime.receipts` */
  readonly field: string
  readonly problem: string
  readonly hint: string

  constructor(field: string, problem: string, hint: string) {
    super(`${field}: ${problem}; ${hint}`)
    this.field = field
    this.problem = problem
    this.hint = hint
  }
}
