import type { Command } from 'commander'
import type { RunAction } from '../program.ts'
import { storeOption } from './store.ts'

/** `portico reconcile`: calls that may have acted, of unknown outcome. */
export function addReconcile(program: Command, run: RunAction): void {
  const reconcile = program
    .command('reconcile')
    .description('settle calls whose outcome is unknown, after looking at the vendor')
    .helpCommand(false)
  reconcile
    .command('list')
    .description("list the tenant's calls of unknown outcome, oldest first")
    .option(...storeOption)
    .action((_options, command: Command) =>
      run(command, async (context) => (await import('../commands/reconcile-list.ts')).reconcileList(context)),
    )
  reconcile
    .command('settle')
    .description('record what the vendor did, with an audit row of who found it')
    .argument('<operation>', 'connector.operation, such as stripe.createRefund')
    .argument('<key>', 'its idempotency key')
    .requiredOption('--found <what>', 'committed (it was done) or not-done (it was not, and the key is free again)')
    .requiredOption('--reason <text>', 'what you looked at')
    .option('--data <json>', "the operation's output, returned to repeats of the key")
    .option('--actor <type:id>', "who found it: a person (default: the configuration's, else you)")
    .option(...storeOption)
    .action((operation: string, key: string, _options, command: Command) =>
      run(command, async (context) => (await import('../commands/reconcile-settle.ts')).reconcileSettle(context, operation, key)),
    )
}
