import { approvalsTable } from '../approvals/approval-view.ts'
import { type DeskOptions, atDesk } from '../approvals/at-desk.ts'
import type { CommandContext } from '../command-context.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import { limited, type LimitOption } from '../terminal/limited.ts'

interface ListOptions extends DeskOptions, LimitOption {
  readonly all?: boolean
}

/** `portico approvals list`: waiting requests, the next due first. */
export async function approvalsList(context: CommandContext<ListOptions>): Promise<ExitCode> {
  const { output, options } = context
  return atDesk(context, async ({ tenantId, approvals }) => {
    const which = options.all ? 'all' : 'pending'
    const listed = await limited(output, options, (limit) => approvals.list({ tenantId, which, limit }))
    if (output.json) await output.document({ tenantId, approvals: listed })
    else if (listed.length === 0) output.note(options.all ? 'nothing was asked for' : 'nothing waits for a decision')
    else await output.lines(approvalsTable(listed, output))
    return exitCode.ok
  })
}
