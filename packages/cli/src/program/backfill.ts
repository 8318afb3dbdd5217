import { type Command, Option } from 'commander'
import type { BackfillOptions } from '../commands/backfill.ts'
import type { CommandContext } from '../command-context.ts'
import type { RunAction } from '../program.ts'

const codesText = `
Exit codes:
  0   every range has landed
  1   the vendor refused, or sent what the stream does not promise; the same command tries that range again
  2   command line, configuration, credentials or destination
  5   rate limit, outage or time-out: the same command goes on
  130 interrupted: the same command goes on`

/** `portico backfill`: the past of a stream, beside its incremental sync. */
export function addBackfill(program: Command, run: RunAction): void {
  program
    .command('backfill')
    .description("read a stream's past in ranges; run again to go on. The incremental state does not move")
    .argument('<connector>')
    .requiredOption('--stream <name>', 'which one')
    .requiredOption('--from <time>', 'the first that is read: 2026-01-31 or 2026-01-31T12:00:00Z')
    .requiredOption('--to <time>', 'the first that is not read any more')
    .requiredOption(
      '--into <address>',
      'duckdb:./warehouse.duckdb, postgres://user@host/database, jsonl:folder or parquet:folder',
    )
    .option('--every <time>', 'how much one range has, such as 7d', '30d')
    .option('--name <name>', 'tells it from another one of the same ranges: a range is read once under a name', 'backfill')
    .option('--dataset <name>', "the schema or folder that the tables are in (default: the connector's id)")
    .option('--settings <json>', "what the stream lets you choose: a JSON object, or '@file'")
    .addOption(
      new Option('--engine <kind>', "which one keeps the ranges (default: the configuration's, else local)").choices([
        'local',
        'restate',
      ]),
    )
    .option('--dry-run', 'show the ranges, and read nothing')
    .option('--runbook <file>', 'write the page of Markdown that whoever is on call finds')
    .addHelpText('after', codesText)
    .action((connector: string, _options, command: Command) =>
      run(command, async (context) =>
        (await import('../commands/backfill.ts')).backfill(context as CommandContext<BackfillOptions>, connector),
      ),
    )
}
