import { type DeskOptions, atDesk } from '../approvals/at-desk.ts'
import type { CommandContext } from '../command-context.ts'
import { durationOf } from '../config/time-option.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import { listing } from '../terminal/table.ts'

/** `portico approvals compliance`: the share of approvals decided in time, by class. */
export async function approvalsCompliance(
  context: CommandContext<DeskOptions>,
  { over }: { readonly over: string },
): Promise<ExitCode> {
  const { output } = context
  const now = Date.now()
  const from = new Date(now - durationOf('--over', over)).toISOString()
  const to = new Date(now).toISOString()
  return atDesk(context, async ({ tenantId, approvals }) => {
    const compliance = await approvals.compliance({ tenantId, from, to })
    if (output.json) await output.document({ tenantId, from, to, compliance })
    else if (compliance.length === 0) output.note(`nothing was due since ${from}`)
    else {
      const { style, width } = output
      const rows = compliance.map(({ approvalClass, due, inTime, share }) => [
        style.bold(approvalClass),
        String(due),
        String(inTime),
        `${(share * 100).toFixed(1)} %`,
      ])
      await output.lines(listing(['class', 'due', 'in time', 'share'], rows, { width, style }))
    }
    return exitCode.ok
  })
}
