/** Policies that cannot be used, found on loading. Each issue is one line: where, what, and Cedar's hint if it has one. */
export class CedarPolicyError extends Error {
  override readonly name = 'CedarPolicyError'
  readonly issues: readonly string[]

  constructor(issues: readonly string[]) {
    super(`the Cedar policies cannot be used: ${issues.join('; ')}`)
    this.issues = issues
  }
}
