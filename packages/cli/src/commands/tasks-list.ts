import type { CommandContext } from '../command-context.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import { Mistake } from '../mistake.ts'
import { atTasks, shownTask } from '../tasks/kept-tasks.ts'
import { listing } from '../terminal/table.ts'
import { oneLine } from '../terminal/text.ts'

/** `portico tasks list`: what runs, what has ended, and what is late. */
export async function tasksList(context: CommandContext, { limit }: { readonly limit?: string }): Promise<ExitCode> {
  const { output } = context
  const most = limitOf(limit)
  return atTasks(context, async (kept, { tenantId }) => {
    const found = await kept.list(tenantId, most)
    if (output.json) await output.document({ tenantId, tasks: found.map(shownTask) })
    else if (found.length === 0) output.note('there are no tasks')
    else {
      const { style, width } = output
      const rows = found.map((task) => [
        task.id,
        task.operation,
        task.late ? style.red(`${task.status}, late`) : task.status,
        oneLine(task.owner),
        new Date(task.deadline).toISOString(),
        oneLine(task.statusMessage ?? ''),
      ])
      await output.lines(listing(['task', 'operation', 'status', 'owner', 'due until', ''], rows, { width, style }))
    }
    return exitCode.ok
  })
}

function limitOf(text = '20'): number {
  const limit = Number(text)
  if (Number.isInteger(limit) && limit > 0) return limit
  throw new Mistake('usage', '--limit', `'${oneLine(text)}' is no number of tasks`, 'write a whole number above 0')
}
