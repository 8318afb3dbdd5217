import { type DeskOptions, atDesk } from '../approvals/at-desk.ts'
import { standingTable } from '../approvals/standing-view.ts'
import type { CommandContext } from '../command-context.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import { limited, type LimitOption } from '../terminal/limited.ts'

interface ListOptions extends DeskOptions, LimitOption {
  readonly all?: boolean
}

/** `portico approvals standing list`: what was approved in advance, and how much of it is left. */
export async function standingList(context: CommandContext<ListOptions>): Promise<ExitCode> {
  const { output, options } = context
  return atDesk(context, async ({ tenantId, standing }) => {
    const which = options.all ? 'all' : 'active'
    const listed = await limited(output, options, (limit) => standing.list({ tenantId, which, limit }))
    if (output.json) await output.document({ tenantId, standing: listed })
    else if (listed.length === 0) output.note('nothing is approved in advance')
    else await output.lines(standingTable(listed, output))
    return exitCode.ok
  })
}
