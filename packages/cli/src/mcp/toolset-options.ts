import type { SideEffect } from '@portico/core'
import type { Access, AccessRules, ToolsetOptions } from '@portico/mcp'
import type { Setup } from '../config/setup.ts'
import { Mistake } from '../mistake.ts'

/** The command line's restrictions on the toolset. */
export interface Narrowing {
  readonly connectors?: string
  readonly allow?: string
  readonly deny?: string
  readonly effects?: string
}

const effects: readonly SideEffect[] = ['none', 'internal_write', 'external_message', 'external_commitment']

/** The connectors to serve: the named ones, or all. */
export function chosenConnectors({ names }: Pick<Setup, 'names'>, { connectors }: Narrowing): readonly string[] {
  const chosen = connectors === undefined ? names : list(connectors)
  if (chosen.length > 0) return chosen
  throw new Mistake('configuration', 'connectors', 'there is none', 'npm install @portico/connector-github, or another one')
}

/** Operations by connector. A misspelt connector name in the configuration would leave the real one served in full. */
export function selectionOf(
  { names, config }: Setup,
  chosen: readonly string[],
): Readonly<Record<string, '*' | readonly string[]>> {
  const operations = config.mcp?.operations ?? {}
  const stray = Object.keys(operations).find((name) => !names.includes(name))
  if (stray !== undefined) {
    throw new Mistake('configuration', `mcp.operations.${stray}`, 'no connector has this name', `there is ${names.join(', ')}`)
  }
  return Object.fromEntries(chosen.map((name) => [name, operations[name] ?? '*']))
}

/** The configured options, narrowed by the command line; whatever concerns connectors not served now is left out. */
export function toolsetOptions(
  { names, config }: Setup,
  chosen: readonly string[],
  given: Narrowing,
): ToolsetOptions<Record<string, object>> {
  const idle = new Set(names.filter((name) => !chosen.includes(name)))
  const served = (operation: string): boolean => !idle.has(operation.split('.', 1)[0] ?? '')
  const fixed = Object.fromEntries(Object.entries(config.mcp?.fixed ?? {}).filter(([operation]) => served(operation)))
  const rules = ((config.mcp?.rules ?? []) as NonNullable<ToolsetOptions<object>['rules']>).filter(({ operation }) =>
    served(operation),
  )
  return { fixed, rules, access: servedAccess(accessOf((config.mcp?.access ?? {}) as Access, given), served) }
}

/** Without patterns for connectors not served now: they would match no operation, like a misspelt one. */
function servedAccess(access: Access, served: (pattern: string) => boolean): Access {
  const narrowed = <Rules extends AccessRules>(rules: Rules): Rules => ({
    ...rules,
    ...(rules.allow && { allow: rules.allow.filter(served) }),
    ...(rules.deny && { deny: rules.deny.filter(served) }),
  })
  const each = (group: Readonly<Record<string, AccessRules>>) =>
    Object.fromEntries(Object.entries(group).map(([member, rules]) => [member, narrowed(rules)]))
  return {
    ...narrowed(access),
    ...(access.clients && { clients: each(access.clients) }),
    ...(access.tenants && { tenants: each(access.tenants) }),
    ...(access.scopes && {
      scopes: access.scopes.map((rule) => ({ ...rule, ...(rule.operations && { operations: rule.operations.filter(served) }) })),
    }),
  }
}

/** The command line narrows and never widens. */
function accessOf(configured: Access, { allow, deny, effects: named }: Narrowing): Access {
  if (allow !== undefined && configured.allow) {
    throw new Mistake('usage', '--allow', 'mcp.access.allow of the configuration says it already', 'narrow it with --deny')
  }
  const wanted = named === undefined ? configured.effects : list(named).map(effectOf)
  return {
    ...configured,
    ...(allow !== undefined && { allow: list(allow) }),
    deny: [...(configured.deny ?? []), ...list(deny ?? '')],
    ...(wanted && { effects: wanted.filter((effect) => !configured.effects || configured.effects.includes(effect)) }),
  }
}

function effectOf(text: string): SideEffect {
  const known = effects.find((effect) => effect === text)
  if (known) return known
  throw new Mistake('usage', '--effects', `'${text}' is not a side effect`, `there is ${effects.join(', ')}`)
}

function list(text: string): readonly string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
}
