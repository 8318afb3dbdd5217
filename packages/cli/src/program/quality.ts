import type { Command } from 'commander'
import type { ImportOptions } from '../commands/quality-import.ts'
import type { RunOptions } from '../commands/quality-run.ts'
import type { RunAction } from '../program.ts'

const gateCodesText = `
Exit codes:
  0   passed
  1   failed with V1: it may go on if something compensates
  2   command line, a file that is not understood, or a dataset that can't be read: no verdict
  6   failed with V2: blocks the release
  7   failed with V3: stop ship`

const several = (value: string, before: readonly string[] = []): readonly string[] => [...before, value]

/** `portico quality`: gates of the data plane. */
export function addQuality(program: Command, run: RunAction): void {
  const quality = program.command('quality').description('judge a dataset against its expectations').helpCommand(false)
  quality
    .command('run')
    .description('evaluate a Great Expectations suite (0.18 or 1.x) on a table in DuckDB or PostgreSQL')
    .requiredOption('--suite <file>', "the suite, in Great Expectations' own JSON")
    .requiredOption('--dataset <address>', 'duckdb:./file.duckdb#table or postgres://host/database#schema.table; read only')
    .requiredOption(
      '--facts <file>',
      "what the dataset's owner states, as JSON: name, owner, consumers, sensitivity, sensitiveFields",
    )
    .option('--parameter <name=value>', "a value for one of the suite's $PARAMETERs, as JSON; repeatable", several)
    .option('--out <file>', 'where to write the result, as a Great Expectations 1.x document; sensitive columns are masked')
    .addHelpText('after', gateCodesText)
    .action((options: RunOptions, command: Command) =>
      run(command, async (context) => (await import('../commands/quality-run.ts')).qualityRun(context, options)),
    )
  quality
    .command('import')
    .description('judge a validation or checkpoint result that Great Expectations (0.18 or 1.x) wrote')
    .argument('<file>', 'the result')
    .requiredOption(
      '--facts <file>',
      "what the dataset's owner states, as JSON: name, owner, consumers, sensitivity, sensitiveFields",
    )
    .addHelpText('after', gateCodesText)
    .action((file: string, options: ImportOptions, command: Command) =>
      run(command, async (context) => (await import('../commands/quality-import.ts')).qualityImport(context, file, options)),
    )
}
