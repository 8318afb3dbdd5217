import { type DeskOptions, atDesk } from '../approvals/at-desk.ts'
import { tellDecision } from '../approvals/tell-decision.ts'
import { readJson } from '../call/read-input.ts'
import type { CommandContext } from '../command-context.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'

export interface EditOptions {
  readonly input: string
}

/** `portico approvals edit <id> --input <json>`: prints the token that runs the call as amended. */
export async function approvalsEdit(context: CommandContext<DeskOptions>, id: string, options: EditOptions): Promise<ExitCode> {
  const { io, output } = context
  const input = await readJson(io, '--input', options.input)
  return atDesk(context, async ({ tenantId, by, approvals }) => {
    await tellDecision(output, await approvals.decide({ tenantId, id, by }, { outcome: 'edit', input }))
    return exitCode.ok
  })
}
