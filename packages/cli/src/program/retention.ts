import type { Command } from 'commander'
import type { RetentionOptions } from '../commands/retention-run.ts'
import type { RunAction } from '../program.ts'

/** `portico retention`: purges what is older than the configuration allows. */
export function addRetention(program: Command, run: RunAction): void {
  const retention = program.command('retention').description('purge what the store has kept long enough').helpCommand(false)
  retention
    .command('run')
    .description("count what is older than the configuration's retention allows; with --apply purge it")
    .option('--apply', 'purge it; this cannot be undone')
    .option('--all-tenants', 'for every tenant of the store')
    .option('--actor <type:id>', "who answers for it (default: the configuration's, else you)")
    .action((options: RetentionOptions, command: Command) =>
      run(command, async (context) => (await import('../commands/retention-run.ts')).retentionRun(context, options)),
    )
}
