import { type Command, Option } from 'commander'
import type { LockOptions } from '../commands/lock.ts'
import type { RunAction } from '../program.ts'

/** `portico lock`: the tools as somebody reviewed and accepted them. */
export function addLock(program: Command, run: RunAction): void {
  program
    .command('lock')
    .description('write connectors.lock with every tool as it is now; portico mcp serves no tool that differs from it')
    .option('--check', 'write nothing; list each difference with its class (patch, minor, major)')
    .addOption(
      new Option('--allow <class>', 'with --check: changes up to this class do not fail').choices(['patch', 'minor', 'major']),
    )
    .addHelpText(
      'after',
      `
A tool is pinned whole: name, words, schemas, annotations, hosts, effects, and the requests of its examples.
major: whoever relied on it has to look. minor: more than there was. patch: other words.

Exit codes:
  0   written, or as the lock has it
  1   --check: it differs by more than is allowed
  2   command line, configuration, or a lock that is not there or not understood`,
    )
    .action((options: LockOptions, command: Command) =>
      run(command, async (context) => (await import('../commands/lock.ts')).lock(context, options)),
    )
}
