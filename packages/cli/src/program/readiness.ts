import type { Command } from 'commander'
import type { ReadinessOptions } from '../commands/readiness.ts'
import type { RunAction } from '../program.ts'

/** `portico readiness`: the gate of a release. */
export function addReadiness(program: Command, run: RunAction): void {
  program
    .command('readiness')
    .description('collect the evidence for a release candidate, and build its readiness matrix')
    .requiredOption('--candidate <version>', 'the version to be released')
    .option('--evidence <file>', 'the file that names the evidence of each row', 'readiness.json')
    .option('--exceptions <file>', 'recorded exceptions: who, why, until when (default: readiness.exceptions.json, if it exists)')
    .option('--no-prepare', 'run no tests; use existing reports of this commit')
    .option('--out <folder>', 'where to write release-readiness-matrix.json and .md, in English and Arabic')
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
