import {
  type DetailedError,
  type SchemaJson,
  policySetTextToParts,
  policyToJson,
  validate,
} from '@cedar-policy/cedar-wasm/nodejs'
import type { Approval } from '@portico/core'
import { CedarPolicyError } from './policy-error.ts'

/** What decisions report of a policy. */
export interface ReadPolicy {
  readonly id: string
  /** `@rule("…")`, else `cedar.<id>`. */
  readonly rule: string
  readonly reason: string | undefined
  /** `@approval("…")` of a permit: the approval a call needs if this policy permits it. */
  readonly approval: Exclude<Approval, 'A0'> | undefined
}

const annotations = ['rule', 'reason', 'approval']

/**
 * Parses policies, validates them against a schema and reads their annotations. Throws a `CedarPolicyError`: all policies load,
 * or none.
 */
export function readPolicies(text: string, schema: SchemaJson<string>): ReadonlyMap<string, ReadPolicy> {
  const checked = validate({ schema, policies: { staticPolicies: text } })
  if (checked.type === 'failure') throw new CedarPolicyError(checked.errors.map((error) => issue(error, text)))
  // Warnings are errors too: a policy that can never apply, or that looks like something else, is a mistake.
  const problems = [...checked.validationErrors, ...checked.validationWarnings].map(({ error }) => issue(error, text))
  if (problems.length > 0) throw new CedarPolicyError([...new Set(problems)])
  const parts = policySetTextToParts(text)
  if (parts.type === 'failure') throw new CedarPolicyError(parts.errors.map((error) => issue(error, text)))
  if (parts.policy_templates.length > 0)
    throw new CedarPolicyError(['a template with ?principal or ?resource is not supported here'])
  // The parts are ordered by id as text: policy10 comes before policy2.
  const ids = parts.policies.map((_policy, index) => `policy${index}`).toSorted()
  const read = parts.policies.map((policy, index) => readPolicy(ids[index]!, policy))
  return new Map(read.toSorted((one, other) => numberOf(one) - numberOf(other)).map((policy) => [policy.id, policy]))
}

function numberOf({ id }: ReadPolicy): number {
  return Number(id.slice('policy'.length))
}

function readPolicy(id: string, text: string): ReadPolicy {
  const parsed = policyToJson(text)
  if (parsed.type === 'failure') throw new CedarPolicyError(parsed.errors.map((error) => issue(error, text)))
  const { effect, annotations: given = {} } = parsed.json
  const refuse = (problem: string): never => {
    throw new CedarPolicyError([`${given['rule'] ?? id}: ${problem}`])
  }
  // A misspelt @approval would let through what it was meant to hold back.
  const stray = Object.keys(given).find((name) => !annotations.includes(name))
  if (stray !== undefined) refuse(`@${stray} means nothing here: there are ${annotations.map((name) => `@${name}`).join(', ')}`)
  const { rule, reason, approval } = given
  if (rule !== undefined && !/^[a-z][a-z0-9_.-]{0,99}$/.test(rule))
    refuse(`@rule is lower-case letters, digits, '.', '_' and '-', such as finance.large_amounts`)
  if (approval !== undefined && effect === 'forbid') refuse('@approval belongs on a permit: nothing overrides a forbid')
  if (approval !== undefined && !isApproval(approval)) refuse(`@approval("${approval}") is not one of A1, A2, A3`)
  return {
    id,
    rule: rule ?? `cedar.${id}`,
    reason: reason === '' ? undefined : reason,
    approval: approval === undefined ? undefined : (approval as Exclude<Approval, 'A0'>),
  }
}

function isApproval(text: string): boolean {
  return text === 'A1' || text === 'A2' || text === 'A3'
}

function issue({ message, help, sourceLocations }: DetailedError, text: string): string {
  const [at] = sourceLocations ?? []
  const label = at?.label ? ` (${at.label})` : ''
  return `${at ? `${place(text, at.start)}: ` : ''}${message}${label}${help ? `: ${help}` : ''}`.replaceAll(/\s+/g, ' ')
}

/** `line 3, column 5` for a byte offset. */
function place(text: string, offset: number): string {
  const lines = Buffer.from(text).subarray(0, offset).toString().split('\n')
  return `line ${lines.length}, column ${lines.at(-1)!.length + 1}`
}
