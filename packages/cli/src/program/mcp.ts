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
    .option('--connectors <names>', 'connectors to serve, separated by commas (default: all)')
    .option('--allow <patterns>', "allowed operations, such as 'github.*', separated by commas")
    .option('--deny <patterns>', 'denied operations, separated by commas')
    .option('--effects <effects>', 'allowed side effects: none, internal_write, external_message, external_commitment')
    .option('--http [port]', 'serve streamable HTTP on 127.0.0.1, or as mcp.http in the configuration says (default: stdio)')
    .option('--actor <type:id>', 'who acts (default: the configuration’s, else executor_system:mcp)')
    .addHelpText('after', examplesText)
    .action((options: McpOptions, command: Command) =>
      run(command, async (context) => (await import('../commands/mcp.ts')).mcp(context, options)),
    )
  addTasks(program, run)
}

function addTasks(program: Command, run: RunAction): void {
  const tasks = program.command('tasks').description('list long operations, and cancel them').helpCommand(false)
  tasks
    .command('list')
    .description("list a tenant's long operations: status, owner, and whether they are late")
    .option('--limit <number>', 'how many, newest first (default: 20)')
    .action((options: { readonly limit?: string }, command: Command) =>
      run(command, async (context) => (await import('../commands/tasks-list.ts')).tasksList(context, options)),
    )
  tasks
    .command('show')
    .description('show who asked for a task, who owns it, and its status')
    .argument('<id>')
    .action((id: string, _options, command: Command) =>
      run(command, async (context) => (await import('../commands/tasks-show.ts')).tasksShow(context, id)),
    )
  tasks
    .command('cancel')
    .description('cancel a task, at the vendor too if possible; exits with 1 if it had already ended')
    .argument('<id>')
    .option('--actor <type:id>', "who cancels (default: the configuration's, else you)")
    .action((id: string, options: { readonly actor?: string }, command: Command) =>
      run(command, async (context) => (await import('../commands/tasks-cancel.ts')).tasksCancel(context, id, options)),
    )
}
