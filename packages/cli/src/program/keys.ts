import type { Command } from 'commander'
import type { RunAction } from '../program.ts'

/** `portico keys`: the keys that seal tokens and waiting calls. */
export function addKeys(program: Command, run: RunAction): void {
  const keys = program.command('keys').description('make a key, and reseal what the store keeps').helpCommand(false)
  keys
    .command('new')
    .description('print a new random key, as an entry for PORTICO_KEYS')
    .argument('[id]', "its name (default: today's date)")
    .action((id: string | undefined, _options, command: Command) =>
      run(command, async (context) => (await import('../commands/keys-new.ts')).keysNew(context, id)),
    )
  keys
    .command('rotate')
    .description('reseal tokens, tasks, waiting calls and results of every tenant with the first key of PORTICO_KEYS')
    .action((_options, command: Command) =>
      run(command, async (context) => (await import('../commands/keys-rotate.ts')).keysRotate(context)),
    )
}
