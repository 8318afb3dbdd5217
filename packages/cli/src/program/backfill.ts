import { type Command, Option } from 'commander'
import type { BackfillOptions } from '../commands/backfill.ts'
import type { CommandContext } from '../command-context.ts'
import type { RunAction } from '../program.ts'

const codesText = `
Exit codes:
  0   every range has landed
  1   the vendor refused, or sent what the stream does not promise; the same command tries that range again
  2   command line, configuration, credentials or destination
  5   rate limit, outage or time-out: the same command continues
  130 interrupted: the same command continues`

/** `portico backfill`: the past of a stream, beside its incremental sync. */
export function addBackfill(program: Command, run: RunAction): void {
  program
    .command('backfill')
    .description("read a stream's past in ranges; run it again to continue. The incremental state does not move")
    .argument('<connector>')
    .requiredOption('--stream <name>', 'which one')
    .requiredOption('--from <time>', 'start of the period, inclusive: 2026-01-31 or 2026-01-31T12:00:00Z')
    .requiredOption('--to <time>', 'end of the period, exclusive')
    .requiredOption(
      '--into <address>',
      'duckdb:./warehouse.duckdb, postgres://user@host/database, jsonl:folder or parquet:folder',
    )
    .option('--every <time>', 'length of one range, such as 7d', '30d')
    .option('--name <name>', 'names the backfill: a range is read once per name', 'backfill')
    .option('--dataset <name>', "the schema or folder of the tables (default: the connector's id)")
    .option('--settings <json>', "the stream's settings: a JSON object, or '@file'")
    .addOption(
      new Option('--engine <kind>', "the engine that keeps the ranges (default: the configuration's, else local)").choices([
        'local',
        'restate',
      ]),
    )
    .option('--dry-run', 'show the ranges without reading anything')
    .option('--runbook <file>', 'write a Markdown runbook for whoever is on call')
    .addHelpText('after', codesText)
    .action((connector: string, _options, command: Command) =>
      run(command, async (context) =>
        (await import('../commands/backfill.ts')).backfill(context as CommandContext<BackfillOptions>, connector),
      ),
    )
}
