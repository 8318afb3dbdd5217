/** A tool's name for an operation: `github_createIssue`. A dot is legal in MCP but rejected by several model APIs. */
export function toolName(qualifiedName: string): string {
  return qualifiedName.replace('.', '_')
}
