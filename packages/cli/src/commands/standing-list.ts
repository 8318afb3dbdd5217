import { type DeskOptions, atDesk } from '../approvals/at-desk.ts'
import { standingTable } from '../approvals/standing-view.ts'
import type { CommandContext } from '../command-context.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'

interface ListOptions extends DeskOptions {
  readonly all?: boolean
}

/** `portico approvals standing list`: what was approved in advance, and what of it is left. */
export async function standingList(context: CommandContext<ListOptions>): Promise<ExitCode> {
  const { output, options } = context
  return atDesk(context, async ({ tenantId, standing }) => {
    const listed = await standing.list({ tenantId, which: options.all ? 'all' : 'active' })
    if (output.json) await output.document({ tenantId, standing: listed })
    else if (listed.length === 0) output.note('nothing is approved in advance')
    else await output.lines(standingTable(listed, output))
    return exitCode.ok
  })
}
