import type { SideEffect } from '@portico/core'
import { globMatcher } from './glob.ts'

/**
 * Which operations may be used. Without `allow`, all of them; `deny` wins; `effects` restricts to operations with these side
 * effects.
 */
export interface AccessRules {
  readonly allow?: readonly string[]
  readonly deny?: readonly string[]
  readonly effects?: readonly SideEffect[]
}

/** A scope that a token needs for some operations. */
export interface ScopeRule {
  /** The scope that a token must hold. */
  readonly scope: string
  /** The operations it applies to. Default: all. */
  readonly operations?: readonly string[]
  readonly effects?: readonly SideEffect[]
}

/** Who may use what. Every level narrows; none widens. */
export interface Access extends AccessRules {
  /** By client. An unnamed client gets the rules of `'*'`, or nothing if there is no `'*'`. */
  readonly clients?: Readonly<Record<string, AccessRules>>
  /** By tenant, likewise. */
  readonly tenants?: Readonly<Record<string, AccessRules>>
  /** Scopes that calls with a token need. Every rule that covers an operation applies. */
  readonly scopes?: readonly ScopeRule[]
}

/** What access is checked for. */
export interface Subject {
  /** `github.createIssue` */
  readonly operation: string
  readonly sideEffect: SideEffect
}

export interface CompiledAccess {
  /** The rule that bars this subject from this client and tenant; undefined if none does. */
  refusal(subject: Subject, client: string, tenantId: string): { readonly rule: string; readonly reason: string } | undefined
  /** The first scope that is required and not held. */
  missingScope(subject: Subject, scopes: ReadonlySet<string>): string | undefined
}

type Refuses = (subject: Subject) => string | undefined

/** Compiles the patterns once. */
export function compileAccess(access: Access): CompiledAccess {
  const everybody = compileRules(access)
  const clients = compileGroup(access.clients)
  const tenants = compileGroup(access.tenants)
  const scopes = (access.scopes ?? []).map(({ scope, operations = ['*'], effects }) => {
    const matches = globMatcher(operations)
    return {
      scope,
      covers: (subject: Subject) => matches(subject.operation) && (!effects || effects.includes(subject.sideEffect)),
    }
  })
  return {
    refusal(subject, client, tenantId) {
      const levels = [
        ['access', everybody(subject)],
        ['access.clients', clients(client, subject)],
        ['access.tenants', tenants(tenantId, subject)],
      ] as const
      const found = levels.find(([, reason]) => reason !== undefined)
      return found && { rule: found[0], reason: found[1]! }
    },
    missingScope: (subject, held) => scopes.find(({ scope, covers }) => covers(subject) && !held.has(scope))?.scope,
  }
}

function compileRules({ allow, deny, effects }: AccessRules): Refuses {
  const allowed = allow && globMatcher(allow)
  const denied = deny && globMatcher(deny)
  return ({ operation, sideEffect }) => {
    if (denied?.(operation)) return `${operation} is denied`
    if (allowed && !allowed(operation)) return `${operation} is not allowed`
    if (effects && !effects.includes(sideEffect)) return `side effect ${sideEffect} is not allowed`
    return undefined
  }
}

function compileGroup(
  group: Readonly<Record<string, AccessRules>> | undefined,
): (member: string, subject: Subject) => string | undefined {
  if (!group) return () => undefined
  const compiled = new Map(Object.entries(group).map(([member, rules]) => [member, compileRules(rules)]))
  const others = compiled.get('*')
  return (member, subject) => {
    const rules = compiled.get(member) ?? others
    return rules ? rules(subject) : `${member} is granted nothing`
  }
}
