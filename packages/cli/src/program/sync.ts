import { type Command, Option } from 'commander'
import type { RunAction } from '../program.ts'

const syncCodesText = `
Exit codes:
  0   every stream is complete
  1   the vendor refused, or sent what the stream does not promise; the next run continues from there
  2   command line, configuration, credentials or destination
  6,7 a checkpoint of portico.config.ts did not pass, with V2 or V3 (1 with V1): readers keep what they had
  5   rate limit, outage or time-out: the next run continues from there
  130 interrupted: the next run continues from there`

const freshnessCodesText = `
Exit codes:
  0   every stream is as fresh as it promises
  1   one is older
  2   command line, configuration or destination`

const to = '<address>'
const toText = 'duckdb:./warehouse.duckdb, postgres://user@host/database, jsonl:folder or parquet:folder'

/** `portico sync`: the data plane. */
export function addSync(program: Command, run: RunAction): void {
  const sync = program
    .command('sync')
    .description('read streams of a connector and land them; run it again to fetch what is new')
    .argument('<connector>')
    .option(`--to ${to}`, toText)
    .option('--streams <names>', 'which ones, such as issues,comments or public.orders (default: all)')
    .option('--dataset <name>', "the schema or folder of the tables (default: the connector's id)")
    .option('--settings <json>', "the streams' settings, or where a database is: a JSON object, or '@file'")
    .addOption(
      new Option(
        '--mode <mode>',
        'how records land (default: append_dedup if the vendor can filter for what is new, else overwrite)',
      ).choices(['append', 'overwrite', 'append_dedup']),
    )
    .addOption(
      new Option('--deletes <how>', 'remove deleted records (hard) or mark them (soft) (default: hard)').choices([
        'hard',
        'soft',
      ]),
    )
    .addOption(
      new Option('--schema-changes <policy>', "what to do when the schema changed (default: the stream's own)").choices([
        'evolve',
        'freeze',
        'discard',
      ]),
    )
    .addOption(
      new Option('--engine <kind>', 'make it a durable run: another process continues it if this one dies').choices([
        'local',
        'restate',
      ]),
    )
    .option('--full', 'ignore the saved state and read everything anew')
    .addHelpText('after', syncCodesText)
    .helpCommand(false)
    .action((connector: string, _options, command: Command) =>
      run(command, async (context) => (await import('../commands/sync.ts')).syncCommand(context, connector)),
    )
  sync
    .command('status')
    .description("show where the streams in the destination of --to stand; without --to, the engine's runs")
    .argument('[connector]', 'the connector whose dataset it is, unless --dataset names it')
    .action((connector: string | undefined, _options, command: Command) =>
      run(command, async (context) => (await import('../commands/sync-status.ts')).syncStatus(context, connector)),
    )
  sync
    .command('freshness')
    .description(
      'show how old each stream is against what it promises, in the destination of --to or where the schedules land; a stale stream opens an incident, a fresh one mitigates it',
    )
    .argument('[connector]', 'the connector whose streams to check (default: those of every schedule)')
    .addHelpText('after', freshnessCodesText)
    .action((connector: string | undefined, _options, command: Command) =>
      run(command, async (context) => (await import('../commands/sync-freshness.ts')).syncFreshness(context, connector)),
    )
  for (const [change, text] of [
    ['pause', 'pause a run once what is in progress has landed'],
    ['resume', 'continue a run that was paused, cancelled or failed'],
    ['cancel', 'cancel a run once what is in progress has landed'],
  ] as const) {
    sync
      .command(change)
      .description(text)
      .argument('<run>', 'its id, as portico sync status shows it')
      .action((id: string, _options, command: Command) =>
        run(command, async (context) => (await import('../commands/sync-change.ts')).syncChange(context, change, id)),
      )
  }
  sync
    .command('worker')
    .description(
      "work on the engine's runs, start the scheduled ones and watch the freshness of what they land, until interrupted",
    )
    .action((_options, command: Command) =>
      run(command, async (context) => (await import('../commands/sync-worker.ts')).syncWorker(context)),
    )
  program
    .command('runs')
    .description("list the tenant's syncs that the store has recorded, newest first")
    .action((_options, command: Command) =>
      run(command, async (context) => (await import('../commands/runs.ts')).runsCommand(context)),
    )
}
