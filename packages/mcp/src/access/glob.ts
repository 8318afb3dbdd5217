/** Whether a qualified operation name such as `github.createIssue` matches a pattern in which `*` stands for any characters. */
export function globMatcher(patterns: readonly string[]): (name: string) => boolean {
  const expressions = patterns.map((pattern) => {
    if (!/^[A-Za-z0-9.*-]+$/.test(pattern)) throw new TypeError(`'${pattern}' is not a pattern of operations: write 'github.*'`)
    return new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll('*', '.*')}$`)
  })
  return (name) => expressions.some((expression) => expression.test(name))
}
