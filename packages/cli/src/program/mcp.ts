import type { Command } from 'commander'
import type { McpOptions } from '../commands/mcp.ts'
import type { RunAction } from '../program.ts'

const examplesText = `
Examples:
  portico mcp --connectors github,slack --allow 'github.*' --deny 'slack.delete*'
  portico mcp --http 8931 --effects none`

/** `portico mcp` and `portico tasks`: the runtime plane. */
export function addMcp(program: Command, run: RunAction): void {
  program
    .command('mcp')
    .description('serve operations as MCP tools, over stdio or HTTP, to agents')
    .option('--connectors <names>', 'which connectors, separated by commas (default: all)')
    .option('--allow <patterns>', "operations that may be used, such as 'github.*'; separated by commas")
    .option('--deny <patterns>', 'operations that may not; separated by commas')
    .option('--effects <effects>', 'side effects that are allowed: none, internal_write, external_message, external_commitment')
    .option('--http [port]', 'streamable HTTP on 127.0.0.1, or where mcp.http of the configuration says (default: stdio)')
    .option('--actor <type:id>', 'who acts (default: the configuration’s, else executor_system:mcp)')
    .addHelpText('after', examplesText)
    .action((options: McpOptions, command: Command) =>
      run(command, async (context) => (await import('../commands/mcp.ts')).mcp(context, options)),
    )
  addTasks(program, run)
}

function addTasks(program: Command, run: RunAction): void {
  const tasks = program.command('tasks').description('look at long operations, and cancel them').helpCommand(false)
  tasks
    .command('list')
    .description("list a tenant's long operations: status, owner, and whether they are late")
    .option('--limit <number>', 'how many, the newest first (default: 20)')
    .action((options: { readonly limit?: string }, command: Command) =>
      run(command, async (context) => (await import('../commands/tasks-list.ts')).tasksList(context, options)),
    )
  tasks
    .command('show')
    .description('say who asked for one, who answers for it, and how it stands')
    .argument('<id>')
    .action((id: string, _options, command: Command) =>
      run(command, async (context) => (await import('../commands/tasks-show.ts')).tasksShow(context, id)),
    )
  tasks
    .command('cancel')
    .description('end one, here and at the vendor where that is possible; exit code 1 where it had ended')
    .argument('<id>')
    .option('--actor <type:id>', "who cancels (default: the configuration's, else you)")
    .action((id: string, options: { readonly actor?: string }, command: Command) =>
      run(command, async (context) => (await import('../commands/tasks-cancel.ts')).tasksCancel(context, id, options)),
    )
}
