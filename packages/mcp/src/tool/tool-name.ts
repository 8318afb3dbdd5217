/** A tool's name for an operation: `github_createIssue`. A dot is legal in MCP and refused by the APIs of several models. */
export function toolName(qualifiedName: string): string {
  return qualifiedName.replace('.', '_')
}
