import type { Access, AccessRules } from './access.ts'
import { globMatcher } from './glob.ts'

/**
 * Throws a TypeError for a pattern that matches no operation: a misspelt denial would deny nothing. Patterns with a wildcard
 * connector (`*.delete*`) are exempt: they may be meant for future connectors.
 */
export function checkPatterns(access: Access, operations: readonly string[]): void {
  const groups = (['clients', 'tenants'] as const).flatMap((group) =>
    Object.entries(access[group] ?? {}).map(([member, rules]) => [`access.${group}.${member}`, rules] as const),
  )
  const all: readonly (readonly [where: string, rules: AccessRules])[] = [['access', access], ...groups]
  const patterns = all.flatMap(([where, { allow = [], deny = [] }]) => [
    ...allow.map((pattern) => [`${where}.allow`, pattern] as const),
    ...deny.map((pattern) => [`${where}.deny`, pattern] as const),
  ])
  const scopes = (access.scopes ?? []).flatMap(({ scope, operations: covered = [] }) =>
    covered.map((pattern) => [`access.scopes, ${scope}`, pattern] as const),
  )
  for (const [where, pattern] of [...patterns, ...scopes]) {
    if (pattern.split('.', 1)[0]!.includes('*') || operations.some(globMatcher([pattern]))) continue
    throw new TypeError(`toolset: ${where}: '${pattern}' fits no operation`)
  }
}
