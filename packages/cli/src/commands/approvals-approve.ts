import { type DeskOptions, atDesk } from '../approvals/at-desk.ts'
import { tellDecision } from '../approvals/tell-decision.ts'
import type { CommandContext } from '../command-context.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'

/** `portico approvals approve <id>`: prints the token that runs the call as requested. */
export async function approvalsApprove(context: CommandContext<DeskOptions>, id: string): Promise<ExitCode> {
  return atDesk(context, async ({ tenantId, by, approvals }) => {
    await tellDecision(context.output, await approvals.decide({ tenantId, id, by }, { outcome: 'approve' }))
    return exitCode.ok
  })
}
