import type { Command } from 'commander'
import type { CheckOptions } from '../commands/check.ts'
import type { RunAction } from '../program.ts'
import { several } from './several.ts'

/** `portico check`: enforces the facades in a user's own code. */
export function addCheck(program: Command, run: RunAction): void {
  program
    .command('check')
    .description(
      "find what reaches a vendor past its connector in a service's code: SDK imports and calls, and vendors' addresses",
    )
    .argument('<folder>', 'a folder of JavaScript and TypeScript; installed and built files are skipped')
    .option('--ignore <path>', 'a file or folder in it to leave out; repeatable', several)
    .option('--sarif', 'print a SARIF 2.1.0 log, for code scanning')
    .addHelpText(
      'after',
      `
The connectors are those of portico.config.ts, else all that are installed. In an editor, portico/no-bypass of
@portico/check/eslint is the same as a rule of ESLint and oxlint.

Exit codes:
  0   nothing bypasses them
  1   something does, or a file could not be read, or there is none
  2   command line, configuration, or no such folder`,
    )
    .action((folder: string, options: CheckOptions, command: Command) =>
      run(command, async (context) => (await import('../commands/check.ts')).check(context, folder, options)),
    )
}
