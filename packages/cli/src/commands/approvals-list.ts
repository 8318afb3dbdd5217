import { approvalsTable } from '../approvals/approval-view.ts'
import { type DeskOptions, atDesk } from '../approvals/at-desk.ts'
import type { CommandContext } from '../command-context.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'

interface ListOptions extends DeskOptions {
  readonly all?: boolean
}

/** `portico approvals list`: what waits, the next due first. */
export async function approvalsList(context: CommandContext<ListOptions>): Promise<ExitCode> {
  const { output, options } = context
  return atDesk(context, async ({ tenantId, approvals }) => {
    const listed = await approvals.list({ tenantId, which: options.all ? 'all' : 'pending' })
    if (output.json) await output.document({ tenantId, approvals: listed })
    else if (listed.length === 0) output.note(options.all ? 'nothing was asked for' : 'nothing waits for a decision')
    else await output.lines(approvalsTable(listed, output))
    return exitCode.ok
  })
}
