/** Policies that can not be used, found when they are given. Each issue is one line: where, what, and the hint if Cedar knows one. */
export class CedarPolicyError extends Error {
  override readonly name = 'CedarPolicyError'
  readonly issues: readonly string[]

  constructor(issues: readonly string[]) {
    super(`the Cedar policies can not be used: ${issues.join('; ')}`)
    this.issues = issues
  }
}
