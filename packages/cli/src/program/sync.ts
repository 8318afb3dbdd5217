import { type Command, Option } from 'commander'
import type { RunAction } from '../program.ts'

const syncCodesText = `
Exit codes:
  0   every stream is complete
  1   the vendor refused, or sent what the stream does not promise; the next run goes on from there
  2   command line, configuration, credentials or destination
  6,7 a checkpoint of portico.config.ts did not pass, with V2 or V3 (1 with V1): readers keep what they had
  5   rate limit, outage or time-out: the next run goes on from there
  130 interrupted: the next run goes on from there`

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
    .description('read streams of a connector and land them; run again for what is new')
    .argument('<connector>')
    .option(`--to ${to}`, toText)
    .option('--streams <names>', 'which ones, such as issues,comments or public.orders (default: all)')
    .option('--dataset <name>', "the schema or folder that the tables are in (default: the connector's id)")
    .option('--settings <json>', "what the streams let you choose, and where a database is: a JSON object, or '@file'")
    .addOption(
      new Option(
        '--mode <mode>',
        'how records land (default: append_dedup where the vendor tells what is new, else overwrite)',
      ).choices(['append', 'overwrite', 'append_dedup']),
    )
    .addOption(new Option('--deletes <how>', 'take deleted records away, or mark them (default: hard)').choices(['hard', 'soft']))
    .addOption(
      new Option('--schema-changes <policy>', "what a changed schema does (default: the stream's own)").choices([
        'evolve',
        'freeze',
        'discard',
      ]),
    )
    .addOption(
      new Option('--engine <kind>', 'a durable run: another process goes on with it where this one dies').choices([
        'local',
        'restate',
      ]),
    )
    .option('--full', 'leave what was saved aside and read everything anew')
    .addHelpText('after', syncCodesText)
    .helpCommand(false)
    .action((connector: string, _options, command: Command) =>
      run(command, async (context) => (await import('../commands/sync.ts')).syncCommand(context, connector)),
    )
  sync
    .command('status')
    .description("where the streams of a dataset stand, as the destination of --to says; without it, the engine's runs")
    .argument('[connector]', 'whose dataset, unless --dataset names it')
    .action((connector: string | undefined, _options, command: Command) =>
      run(command, async (context) => (await import('../commands/sync-status.ts')).syncStatus(context, connector)),
    )
  sync
    .command('freshness')
    .description(
      'how old what has landed is, against what its streams promise: in the destination of --to, else where the schedules land; a stream that is stale opens its incident, one that is fresh again mitigates it',
    )
    .argument('[connector]', 'whose streams (default: of every schedule)')
    .addHelpText('after', freshnessCodesText)
    .action((connector: string | undefined, _options, command: Command) =>
      run(command, async (context) => (await import('../commands/sync-freshness.ts')).syncFreshness(context, connector)),
    )
  for (const [change, text] of [
    ['pause', 'let a run rest, once what is under way has landed'],
    ['resume', 'go on with a run that was paused, cancelled or failed'],
    ['cancel', 'end a run, once what is under way has landed'],
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
      "do the engine's runs, start those of the configuration's schedules and watch how fresh what they land is, until it is interrupted",
    )
    .action((_options, command: Command) =>
      run(command, async (context) => (await import('../commands/sync-worker.ts')).syncWorker(context)),
    )
  program
    .command('runs')
    .description("the tenant's syncs, the newest first, as the store has them")
    .action((_options, command: Command) =>
      run(command, async (context) => (await import('../commands/runs.ts')).runsCommand(context)),
    )
}
