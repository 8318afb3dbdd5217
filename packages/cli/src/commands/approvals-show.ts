import { approvalLines } from '../approvals/approval-view.ts'
import { type DeskOptions, atDesk } from '../approvals/at-desk.ts'
import type { CommandContext } from '../command-context.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'

/** `portico approvals show <id>`: who, what, why, and the arguments as audit shows them. */
export async function approvalsShow(context: CommandContext<DeskOptions>, id: string): Promise<ExitCode> {
  const { output } = context
  return atDesk(context, async ({ tenantId, approvals }) => {
    const approval = await approvals.show(tenantId, id)
    if (output.json) await output.document({ approval })
    else await output.lines(approvalLines(approval, output))
    return exitCode.ok
  })
}
