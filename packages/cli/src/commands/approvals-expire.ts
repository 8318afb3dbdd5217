import { type DeskOptions, atDesk } from '../approvals/at-desk.ts'
import type { CommandContext } from '../command-context.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'

/** `portico approvals expire`: reports, once each, the requests that nobody decided in time. For a scheduler. */
export async function approvalsExpire(context: CommandContext<DeskOptions>): Promise<ExitCode> {
  const { output } = context
  return atDesk(context, async ({ tenantId, approvals }) => {
    const expired = await approvals.expire(tenantId)
    if (output.json) await output.document({ tenantId, expired })
    else if (expired.length === 0) output.note('nothing has expired')
    else await output.lines(expired)
    return exitCode.ok
  })
}
