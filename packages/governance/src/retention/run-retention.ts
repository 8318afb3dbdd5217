import { type Actor, type Duration, milliseconds } from '@portico/core'
import type { RetentionResult, RetentionRules, RetentionTarget } from './retention.ts'
import { RetentionRuleError } from './retention-rule-error.ts'

export interface RetentionRun {
  readonly rules: RetentionRules
  readonly targets: readonly RetentionTarget[]
  readonly tenants: readonly string[]
  /** Who is responsible for it, as named in the audit's tombstones. */
  readonly by: Actor
  /** Counts only, purges nothing. */
  readonly dryRun: boolean
  /** Epoch milliseconds (default: the system clock). */
  readonly now?: () => number
}

/**
 * Purges what is older than its rule allows, tenant by tenant. Throws a `RetentionRuleError` for a rule without a target, and if
 * receipts or approvals would outlive the audit.
 */
export async function runRetention({
  rules,
  targets,
  tenants,
  by,
  dryRun,
  now = Date.now,
}: RetentionRun): Promise<readonly RetentionResult[]> {
  assertFindable(rules)
  const planned = planOf(rules, targets)
  const at = now()
  const results: RetentionResult[] = []
  for (const tenantId of tenants) {
    for (const { target, keep } of planned) {
      const before = at - milliseconds(keep)
      const rows = dryRun ? await target.count(tenantId, before) : await target.purge(tenantId, before, by)
      const { plane, name } = target
      results.push({ plane, name, tenantId, before: new Date(before).toISOString(), rows })
    }
  }
  return results
}

/** Only the audit's texts say whose a result or approval is: without them it could be neither exported nor erased. */
function assertFindable({ runtime = {} }: RetentionRules): void {
  const { audit } = runtime
  if (audit === undefined) return
  for (const name of ['receipts', 'approvals'] as const) {
    const keep = runtime[name]
    if (keep !== undefined && milliseconds(keep) <= milliseconds(audit)) continue
    const kept = keep === undefined ? 'kept for ever' : `kept for ${keep}`
    throw new RetentionRuleError(
      `retention.runtime.${name}`,
      `${kept}, longer than the audit (${audit}), by which a person's data is found`,
      `write '${audit}' or less`,
    )
  }
}

function planOf(rules: RetentionRules, targets: readonly RetentionTarget[]) {
  const stated = (['runtime', 'data'] as const).flatMap((plane) =>
    Object.entries<Duration | undefined>(rules[plane] ?? {}).flatMap(([name, keep]) => (keep ? [{ plane, name, keep }] : [])),
  )
  return stated.map(({ plane, name, keep }) => {
    const target = targets.find((one) => one.plane === plane && one.name === name)
    if (!target) {
      const known = targets.filter((one) => one.plane === plane).map((one) => one.name)
      throw new RetentionRuleError(
        `retention.${plane}.${name}`,
        'nothing of that name is kept here',
        `there is ${known.join(', ') || 'none'}`,
      )
    }
    return { target, keep }
  })
}
