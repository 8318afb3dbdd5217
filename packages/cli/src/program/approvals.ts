import { type Command, Option } from 'commander'
import type { EditOptions } from '../commands/approvals-edit.ts'
import type { CreateOptions } from '../commands/standing-create.ts'
import type { RunAction } from '../program.ts'

const codesText = `
Exit codes:
  0   done
  1   refused: decided before, expired, unknown, or not yours to decide
  2   command line, configuration or amended input: nothing was decided`

/** `portico approvals` and `portico resume`: what waits for a person, and what a person approves in advance. */
export function addApprovals(program: Command, run: RunAction): void {
  const approvals = program
    .command('approvals')
    .description('list calls that wait for a person, and decide on them')
    .helpCommand(false)
    .addHelpText('after', codesText)
  approvals
    .command('list')
    .description('list what is waiting, the next due first')
    .option('--all', 'include decided and expired ones, newest first')
    .option('--limit <number>', 'how many (default: 100)')
    .action((_options, command: Command) =>
      run(command, async (context) => (await import('../commands/approvals-list.ts')).approvalsList(context)),
    )
  approvals
    .command('show')
    .description('show who asks, for what and why; secret arguments are hidden')
    .argument('<id>')
    .action((id: string, _options, command: Command) =>
      run(command, async (context) => (await import('../commands/approvals-show.ts')).approvalsShow(context, id)),
    )
  deciding(approvals.command('approve'), 'approve the call as requested, and print the token that runs it')
    .argument('<id>')
    .action((id: string, _options, command: Command) =>
      run(command, async (context) => (await import('../commands/approvals-approve.ts')).approvalsApprove(context, id)),
    )
  deciding(approvals.command('edit'), 'approve the call with other arguments, and print the token that runs it')
    .argument('<id>')
    .requiredOption('--input <json>', "the whole amended input: JSON, '@file', or '-' for stdin")
    .action((id: string, options: EditOptions, command: Command) =>
      run(command, async (context) => (await import('../commands/approvals-edit.ts')).approvalsEdit(context, id, options)),
    )
  deciding(approvals.command('reject'), 'reject the call for good')
    .argument('<id>')
    .requiredOption('--reason <text>', 'why; the requester is told')
    .action((id: string, options: { readonly reason: string }, command: Command) =>
      run(command, async (context) => (await import('../commands/approvals-reject.ts')).approvalsReject(context, id, options)),
    )
  approvals
    .command('expire')
    .description('report requests that nobody decided in time, as an event and an incident each; for a scheduler')
    .action((_options, command: Command) =>
      run(command, async (context) => (await import('../commands/approvals-expire.ts')).approvalsExpire(context)),
    )
  approvals
    .command('compliance')
    .description('show, by class, the share of due requests that was decided in time')
    .option('--over <time>', 'how far back', '30d')
    .action((options: { readonly over: string }, command: Command) =>
      run(command, async (context) =>
        (await import('../commands/approvals-compliance.ts')).approvalsCompliance(context, options),
      ),
    )
  addStanding(approvals, run)
  program
    .command('resume')
    .description('run a call that a person has approved or edited, once')
    .argument('<token>', 'the token that approvals approve or edit printed')
    .option('--output <path>', 'where to write a download')
    .action((token: string, _options, command: Command) =>
      run(command, async (context) => (await import('../commands/resume.ts')).resume(context, token)),
    )
}

function addStanding(approvals: Command, run: RunAction): void {
  const standing = approvals
    .command('standing')
    .description('approve calls in advance, within bounds')
    .helpCommand(false)
    .addHelpText('after', codesText)
  deciding(standing.command('create'), 'approve calls of one operation by one actor')
    .argument('<operation>', 'connector.operation, such as stripe.createPaymentIntent')
    .requiredOption('--for <type:id>', 'whose calls, such as executor_system:billing')
    .requiredOption(
      '--bounds <json>',
      `what the arguments may be, by path: {"amount":{"max":5000},"currency":{"equals":"sar"},"to":{"oneOf":["a"]},"note":{"any":true}}`,
    )
    .requiredOption('--count <number>', 'how many calls')
    .option('--sum <path=max>', 'how much all calls together may move, such as amount=1000000')
    .requiredOption('--expires <time>', 'a time, or how long from now: 30d')
    .requiredOption('--reason <text>', 'why')
    .addOption(
      new Option('--approval <class>', "cover what a policy raises to this class (default: the operation's own)").choices([
        'A1',
        'A2',
        'A3',
      ]),
    )
    .action((operation: string, options: CreateOptions, command: Command) =>
      run(command, async (context) =>
        (await import('../commands/standing-create.ts')).standingCreate(context, operation, options),
      ),
    )
  standing
    .command('list')
    .description('list what is approved in advance, and how much of it is left')
    .option('--all', 'include used up, expired and revoked ones')
    .option('--limit <number>', 'how many (default: 100)')
    .action((_options, command: Command) =>
      run(command, async (context) => (await import('../commands/standing-list.ts')).standingList(context)),
    )
  deciding(standing.command('revoke'), 'revoke one at once')
    .argument('<id>')
    .requiredOption('--reason <text>', 'why')
    .action((id: string, options: { readonly reason: string }, command: Command) =>
      run(command, async (context) => (await import('../commands/standing-revoke.ts')).standingRevoke(context, id, options)),
    )
}

function deciding(command: Command, description: string): Command {
  return command.description(description).option('--actor <type:id>', "who decides (default: the configuration's, else you)")
}
