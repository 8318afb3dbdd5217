import type { RetentionResult, RetentionRules } from '@portico/governance'
import type { CommandContext } from '../command-context.ts'
import { actorOf, type Setup } from '../config/setup.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import { Mistake } from '../mistake.ts'
import { withSqlStore } from '../store/configured-store.ts'
import type { Output } from '../terminal/output.ts'
import { listing } from '../terminal/table.ts'
import { oneLine } from '../terminal/text.ts'
import { governancePackage } from '../optional-peers.ts'

export interface RetentionOptions {
  readonly apply?: boolean
  readonly allTenants?: boolean
  readonly actor?: string
}

/** `portico retention run`: counts, and purges only with `--apply`. */
export async function retentionRun(context: CommandContext, options: RetentionOptions): Promise<ExitCode> {
  const { io, output } = context
  const { RetentionRuleError, runRetention } = await governancePackage()
  return withSqlStore(context, 'anything that grows old', async ({ setup, sql }) => {
    const applied = options.apply ?? false
    const results = await runRetention({
      rules: rulesOf(setup),
      targets: sql.retention,
      tenants: options.allTenants ? await sql.tenants() : [setup.tenantId],
      by: actorOf(io, setup, options.actor),
      dryRun: !applied,
    }).catch((error: unknown) => {
      if (!(error instanceof RetentionRuleError)) throw error
      throw new Mistake('configuration', error.field, error.problem, error.hint, error)
    })
    if (output.json) await output.document({ applied, results })
    else {
      await output.lines(resultsTable(results, applied, output))
      if (!applied) output.note('nothing was purged: --apply does')
    }
    return exitCode.ok
  })
}

function rulesOf({ config: { retention } }: Setup): RetentionRules {
  if (Object.keys({ ...retention?.runtime, ...retention?.data }).length > 0) return retention as RetentionRules
  const hint = "write retention: { runtime: { audit: '365d', receipts: '90d', approvals: '365d' } } in portico.config.ts"
  throw new Mistake('configuration', 'retention', 'nothing says how long anything is kept', hint)
}

function resultsTable(results: readonly RetentionResult[], applied: boolean, { style, width }: Output): readonly string[] {
  const rows = results.map((each) => [style.bold(oneLine(each.tenantId)), each.plane, each.name, each.before, String(each.rows)])
  return listing(['tenant', 'plane', 'kind', 'older than', applied ? 'purged' : 'would go'], rows, { width, style })
}
