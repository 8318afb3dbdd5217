import { type DeskOptions, atDesk } from '../approvals/at-desk.ts'
import { tellDecision } from '../approvals/tell-decision.ts'
import type { CommandContext } from '../command-context.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'

/** `portico approvals reject <id> --reason <text>`: the call can no longer be run. */
export async function approvalsReject(
  context: CommandContext<DeskOptions>,
  id: string,
  { reason }: { readonly reason: string },
): Promise<ExitCode> {
  return atDesk(context, async ({ tenantId, by, approvals }) => {
    await tellDecision(context.output, await approvals.decide({ tenantId, id, by }, { outcome: 'reject', reason }))
    return exitCode.ok
  })
}
