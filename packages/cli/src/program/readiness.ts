import type { Command } from 'commander'
import type { ReadinessOptions } from '../commands/readiness.ts'
import type { RunAction } from '../program.ts'

/** `portico readiness`: the gate of a release. */
export function addReadiness(program: Command, run: RunAction): void {
  program
    .command('readiness')
    .description('collect the evidence of a release candidate, and build its readiness matrix')
    .requiredOption('--candidate <version>', 'the version that is to be released')
    .option('--evidence <file>', 'what each row is collected from', 'readiness.json')
    .option('--exceptions <file>', 'recorded exceptions: who, why, until (default: readiness.exceptions.json, where it is there)')
    .option('--no-prepare', 'take the reports of tests that are there, where they are of this commit, and run none')
    .option('--out <folder>', 'write release-readiness-matrix.json and .md there, in English and Arabic')
    .addHelpText(
      'after',
      `
Exit codes:
  0   the candidate may go on
  2   command line, or a file that is not understood
  6   a row is blocked: no evidence, or an open V2 without an exception
  7   an open V3: stop ship`,
    )
    .action((options: ReadinessOptions, command: Command) =>
      run(command, async (context) => (await import('../commands/readiness.ts')).readiness(context, options)),
    )
}
