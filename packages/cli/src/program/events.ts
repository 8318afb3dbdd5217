import type { Command } from 'commander'
import type { RelayOptions } from '../commands/events-relay.ts'
import type { RunAction } from '../program.ts'

const sinkOption = ['--sink <name>', 'the configured sink name (default: default)'] as const

/** `portico events`: what the store keeps until a sink has it. */
export function addEvents(program: Command, run: RunAction): void {
  const events = program.command('events').description("deliver the store's events").helpCommand(false)
  events
    .command('relay')
    .description('deliver what is ready, of every tenant, then exit; for a scheduler')
    .requiredOption('--to <url or file>', 'an https URL (http on loopback), or an append-only JSONL file')
    .option(...sinkOption)
    .option('--watch', 'keep delivering until SIGINT or SIGTERM, finishing what is in progress')
    .addHelpText(
      'after',
      `
PORTICO_EVENTS_AUTHORIZATION holds the authorization header, where the receiver asks for one.

Exit codes:
  0   nothing is left
  1   events went to the dead letters
  2   command line or configuration
  5   events wait for their next try, or more came meanwhile: run it again`,
    )
    .action((options: RelayOptions, command: Command) =>
      run(command, async (context) => (await import('../commands/events-relay.ts')).eventsRelay(context, options)),
    )
  const letters = events.command('dead-letters').description('list events that were given up, and retry them').helpCommand(false)
  letters
    .command('list')
    .description("list the tenant's dead letters with their reasons, newest first")
    .option('--sink <name>', 'only of this sink (default: all)')
    .option('--limit <number>', 'how many (default: 100)')
    .action((options: { readonly sink?: string; readonly limit?: string }, command: Command) =>
      run(command, async (context) => (await import('../commands/dead-letters-list.ts')).deadLettersList(context, options)),
    )
  letters
    .command('retry')
    .description("put one back at the end of its entity's queue; exits with 1 if it does not exist")
    .argument('<event>', 'its id')
    .option(...sinkOption)
    .action((event: string, options: { readonly sink?: string }, command: Command) =>
      run(command, async (context) =>
        (await import('../commands/dead-letters-retry.ts')).deadLettersRetry(context, event, options),
      ),
    )
}
