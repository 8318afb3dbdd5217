import { memoryIntents } from '@portico/core'
import type { TaskOptions } from '@portico/mcp'
import type { CommandContext } from '../command-context.ts'
import { actorOf } from '../config/setup.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import { withClients } from '../mcp/with-clients.ts'
import { atTasks, demandTask } from '../tasks/kept-tasks.ts'
import { imported } from '../optional-peers.ts'

/** `portico tasks cancel <id>`: ends it here, and at the vendor if the operation can be cancelled there. */
export async function tasksCancel(
  context: CommandContext,
  id: string,
  { actor }: { readonly actor?: string },
): Promise<ExitCode> {
  const { io, output } = context
  const { cancelTask, toolset } = await imported('@portico/mcp', () => import('@portico/mcp'))
  return atTasks(context, async (store, setup, opened) => {
    const task = await demandTask(store, setup.tenantId, id)
    const name = task.operation.split('.', 1)[0] ?? ''
    const parts = {
      store,
      intents: opened.sql?.intents ?? memoryIntents(),
      webhook: (setup.config.mcp?.tasks as TaskOptions | undefined)?.webhook,
    }
    const cancelled = await withClients(io, setup, { names: [name], opened }, (clients) =>
      cancelTask(toolset(clients, { [name]: '*' } as never), parts, task, actorOf(io, setup, actor)),
    )
    if (output.json) await output.document({ task: id, cancelled })
    else output.note(cancelled ? `${id} is cancelled` : `${id} had ended`)
    return cancelled ? exitCode.ok : exitCode.refused
  })
}
