import type { CommandContext } from '../command-context.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import { atTasks, demandTask, shownTask } from '../tasks/kept-tasks.ts'
import { oneLine } from '../terminal/text.ts'

/** `portico tasks show <id>`: who requested it, who is responsible, and its status. */
export async function tasksShow(context: CommandContext, id: string): Promise<ExitCode> {
  const { output } = context
  return atTasks(context, async (kept, { tenantId }) => {
    const task = await demandTask(kept, tenantId, id)
    if (output.json) await output.document({ task: shownTask(task) })
    else {
      const { style } = output
      const facts: readonly (readonly [string, string | undefined])[] = [
        ['operation', task.operation],
        ['status', task.late ? `${task.status}, late` : task.status],
        ['', task.statusMessage],
        ['error', task.error?.message],
        ['asked by', `${task.actor.type}:${task.actor.id} through ${task.client}`],
        ['owner', task.owner],
        ['asked at', new Date(task.createdAt).toISOString()],
        ['due until', new Date(task.deadline).toISOString()],
        ['approval', task.approvalId],
        ['correlation', task.correlationId],
        ['key', task.idempotencyKey],
      ]
      const stated = facts.filter((fact): fact is readonly [string, string] => fact[1] !== undefined)
      await output.lines(stated.map(([name, value]) => `${style.dim(name.padEnd(12))}${oneLine(value)}`))
    }
    return exitCode.ok
  })
}
