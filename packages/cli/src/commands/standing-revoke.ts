import { type DeskOptions, atDesk } from '../approvals/at-desk.ts'
import type { CommandContext } from '../command-context.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import { oneLine } from '../terminal/text.ts'

/** `portico approvals standing revoke <id> --reason <text>`: no further call takes a share of it. */
export async function standingRevoke(
  context: CommandContext<DeskOptions>,
  id: string,
  { reason }: { readonly reason: string },
): Promise<ExitCode> {
  const { output } = context
  return atDesk(context, async ({ tenantId, by, standing }) => {
    const revoked = await standing.revoke({ tenantId, id, by }, reason)
    if (output.json) await output.document({ standing: revoked })
    else
      output.note(
        `${output.noteStyle.green('✓')} ${revoked.connector}.${revoked.operation} of ${oneLine(revoked.actor.id)}: revoked`,
      )
    return exitCode.ok
  })
}
