import { Command, Option } from 'commander'
import type { CommandContext } from './command-context.ts'
import type { CommonOptions } from './config/setup.ts'
import type { ExitCode } from './exit-code.ts'
import { addAudit } from './program/audit.ts'
import { addCheck } from './program/check.ts'
import { addIncidents } from './program/incidents.ts'
import { addEvents } from './program/events.ts'
import { addKeys } from './program/keys.ts'
import { addLock } from './program/lock.ts'
import { addRetention } from './program/retention.ts'
import { addSubject } from './program/subject.ts'
import { addAirbyte } from './program/airbyte.ts'
import { addMcp } from './program/mcp.ts'
import { addQuality } from './program/quality.ts'
import { addApprovals } from './program/approvals.ts'
import { addReadiness } from './program/readiness.ts'
import { addBackfill } from './program/backfill.ts'
import { addSync } from './program/sync.ts'
import { addReconcile } from './program/reconcile.ts'
import { several } from './program/several.ts'
import { addStore } from './program/store.ts'
import { version } from './version.ts'

/** Runs a command's action, whose module is only then imported. */
export type RunAction = (command: Command, action: (context: CommandContext<CommonOptions>) => Promise<ExitCode>) => Promise<void>

const exitCodesText = `
Exit codes:
  0   done
  1   the vendor or the policy refused, and nothing was done
  2   command line, configuration, credentials or network: nothing was sent
  3   a person has to approve first: nothing was sent
  4   the vendor acted or may have acted, and the call failed: look before you run it again
  5   rate limit, outage or time-out with nothing done: try again later
  6   a gate blocks the release
  7   a gate stops the ship
  70  a bug in portico
  130 interrupted, with nothing done`

const healthCodesText = `
Exit codes:
  0   at least one connection was asked, and all of them work
  1   one fails, or none was asked: no credentials, or no health query
  2   command line or configuration, or the one that was named has no credentials`

const examplesText = `
Examples:
  portico list
  portico describe github createIssue
  portico call github.listIssues --input '{"owner":"octocat","repo":"hello-world"}' --all
  portico call github.createIssue --input @issue.json --correlation-id incident-7 --dry-run
  portico approvals list
  portico auth login github
  portico sync github --streams issues --settings '{"repositories":["octocat/hello-world"]}' --to duckdb:./warehouse.duckdb`

/** The groups of commands, by their names. Help lists them in this order. */
const groups: readonly (readonly [names: readonly string[], add: (program: Command, run: RunAction) => void])[] = [
  [['init', 'list', 'describe'], addInspecting],
  [['call'], addCall],
  [['approvals', 'resume'], addApprovals],
  [['auth'], addAuth],
  [['audit'], addAudit],
  [['store'], addStore],
  [['reconcile'], addReconcile],
  [['incidents'], addIncidents],
  [['events'], addEvents],
  [['keys'], addKeys],
  [['retention'], addRetention],
  [['subject'], addSubject],
  [['quality'], addQuality],
  [['mcp', 'tasks'], addMcp],
  [['lock'], addLock],
  [['check'], addCheck],
  [['readiness'], addReadiness],
  [['sync', 'runs'], addSync],
  [['backfill'], addBackfill],
  [['airbyte'], addAirbyte],
  [['health', 'docs'], addHealthAndDocs],
]

/**
 * The command line: names, options and help; what commands do is in modules of their own. If `argv` starts with a command, after
 * program options only, that command is declared, and others need not be.
 */
export function createProgram(run: RunAction, argv: readonly string[] = []): Command {
  const program = new Command('portico')
    .description('Governed access to vendor APIs: inspect connectors, call them, log in to them, sync from them.')
    .version(version, '-V, --version', 'print the version')
    .option('--json', 'print one JSON document on stdout; everything else goes to stderr')
    .option('--config <path>', 'the configuration file (default: the nearest portico.config.ts)')
    .option('--tenant <name>', "the tenant (default: the configuration's, else local)")
    .option('--account <name>', "one of the tenant's accounts at the vendor (default: default)")
    .option('--no-color', 'no colours; so does NO_COLOR')
    .helpOption('-h, --help', 'print help')
    .helpCommand(false)
    .addHelpText('after', `${examplesText}\n${exitCodesText}`)
    .configureHelp({ showGlobalOptions: true })
  const asked = commandIn(argv, program.options)
  // Declaring all commands takes longer than what most of them do before they import anything.
  const one = asked === undefined ? undefined : groups.find(([names]) => names.includes(asked))
  for (const [, add] of one ? [one] : groups) add(program, run)
  return program
}

/** The first word, unless an option unknown to the program precedes it. */
function commandIn(argv: readonly string[], options: readonly Option[]): string | undefined {
  for (let at = 0; at < argv.length; at++) {
    const word = argv[at]!
    if (!word.startsWith('-')) return word
    const [flag, ...value] = word.split('=')
    const option = options.find(({ long, short }) => long === flag || short === flag)
    if (!option || (value.length > 0 && !option.required)) return undefined
    if (option.required && value.length === 0) at++
  }
  return undefined
}

function addInspecting(program: Command, run: RunAction): void {
  program
    .command('init')
    .description('write portico.config.ts and a first program')
    .option('--connector <id>', 'a connector to configure; repeatable (default: asks, or takes all that are installed)', several)
    .option('--force', 'overwrite existing files')
    .action((_options, command: Command) => run(command, async (context) => (await import('./commands/init.ts')).init(context)))
  program
    .command('list')
    .description('list the connectors that are configured or installed here')
    .action((_options, command: Command) => run(command, async (context) => (await import('./commands/list.ts')).list(context)))
  program
    .command('describe')
    .description('show everything that a connector, or one of its operations, states')
    .argument('<connector>', 'its name, or connector.operation')
    .argument('[operation]', 'one of its operations')
    .option('--schema', "print only the operation's JSON Schemas")
    .action((connector: string, operation: string | undefined, _options, command: Command) =>
      run(command, async (context) => (await import('./commands/describe.ts')).describe(context, connector, operation)),
    )
}

function addHealthAndDocs(program: Command, run: RunAction): void {
  program
    .command('health')
    .description('check whether the connections to the vendors work')
    .argument('[connector]', 'one of them (default: all)')
    .addHelpText('after', healthCodesText)
    .action((connector: string | undefined, _options, command: Command) =>
      run(command, async (context) => (await import('./commands/health.ts')).health(context, connector)),
    )
  program
    .command('docs')
    .description('print a Markdown page per connector')
    .argument('[connector]', 'one of them (default: an index of all)')
    .option('--out <folder>', 'write the pages there')
    .action((connector: string | undefined, _options, command: Command) =>
      run(command, async (context) => (await import('./commands/docs.ts')).docs(context, connector)),
    )
}

function addCall(program: Command, run: RunAction): void {
  program
    .command('call')
    .description('make one governed call')
    .argument('<operation>', 'connector.operation, such as github.createIssue')
    .option('--input <json>', "the input: JSON, '@file', or '-' for stdin (default: {})")
    .option('--file <field=path>', 'a file in the input; repeatable', several)
    .option('--dry-run', 'show the request and the decision, and send nothing; exits with 1 if denied')
    .option('--key <key>', 'idempotency key: the same key acts once')
    .option('--correlation-id <id>', 'the order, ticket or incident that the call is for')
    .option('--actor <type:id>', "who acts (default: the configuration's, else you)")
    .option('--timeout <time>', 'shorten the total time, such as 30s')
    .option('--page <cursor>', 'the page to fetch, as an earlier page printed it')
    .option('--all', 'every page, one JSON line per item')
    .option('--output <path>', 'where to write a download')
    .option('--no-wait', 'start a job and print its handle')
    .addOption(
      new Option('--job <json>', "wait for a job that was started earlier: its handle, '@file' or '-'").conflicts([
        'input',
        'dryRun',
        'key',
      ]),
    )
    .addHelpText('after', exitCodesText)
    .action((operation: string, _options, command: Command) =>
      run(command, async (context) => (await import('./commands/call.ts')).call(context, operation)),
    )
}

function addAuth(program: Command, run: RunAction): void {
  const auth = program.command('auth').description('log in, list credentials, and revoke them').helpCommand(false)
  auth
    .command('login')
    .description('log in to a vendor, or store a secret for it in a file that only you can read')
    .argument('<connector>')
    .option('--scheme <name>', "which of the connector's schemes, if it has several")
    .option('--stdin', 'read the secret from stdin; several fields as a JSON object')
    .option('--device', 'OAuth: log in on another device, with a code')
    .option('--client-id <id>', 'OAuth: the client registered with the vendor')
    .option('--scope <scope>', 'OAuth: a scope to request; repeatable', several)
    .option('--port <port>', 'OAuth: the loopback port, if the vendor has the whole redirect address registered')
    .option('--no-browser', 'OAuth: print the address instead of opening a browser')
    .action((connector: string, _options, command: Command) =>
      run(command, async (context) => (await import('./commands/auth-login.ts')).login(context, connector)),
    )
  auth
    .command('list')
    .description('list the connections and where their credentials come from')
    .action((_options, command: Command) =>
      run(command, async (context) => (await import('./commands/auth-list.ts')).authList(context)),
    )
  auth
    .command('revoke')
    .description('end a login at the vendor, and forget it here')
    .argument('<connector>')
    .option('--local', 'only forget it here')
    .action((connector: string, _options, command: Command) =>
      run(command, async (context) => (await import('./commands/auth-revoke.ts')).authRevoke(context, connector)),
    )
}
