import type { UnreadableTask } from '@portico/core'
import type { CommandContext } from '../command-context.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import { atTasks, sealedOtherwise, shownTask } from '../tasks/kept-tasks.ts'
import { limited, type LimitOption } from '../terminal/limited.ts'
import { listing } from '../terminal/table.ts'
import { oneLine } from '../terminal/text.ts'

/** `portico tasks list`: running, ended and late tasks. */
export async function tasksList(context: CommandContext, limit: LimitOption): Promise<ExitCode> {
  const { output } = context
  return atTasks(context, async (kept, { tenantId }) => {
    const problems: string[] = []
    const unreadable = ({ problem }: UnreadableTask): void => void problems.push(problem)
    // An unreadable task still counts towards the limit.
    const ask = async (most: number) => [...(await kept.list(tenantId, most, unreadable)), ...problems.map(() => undefined)]
    const found = (await limited(output, limit, ask, 20)).filter((task) => task !== undefined)
    // Having only unreadable tasks is not having none.
    if (found.length === 0 && problems.length > 0) throw sealedOtherwise(problems[0]!)
    for (const problem of problems) output.warn(oneLine(problem))
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
