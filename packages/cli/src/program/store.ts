import type { Command } from 'commander'
import type { RunAction } from '../program.ts'

export const storeOption = ['--store <address>', 'sqlite:./portico.db or postgres://… (default: PORTICO_STORE)'] as const

/** `portico store`: the database of claims, approvals, audit and the rest. */
export function addStore(program: Command, run: RunAction): void {
  const store = program.command('store').description('show the state of the store, and migrate it').helpCommand(false)
  store
    .command('status')
    .description('show which migrations have run; exits with 1 if some have not')
    .option(...storeOption)
    .action((_options, command: Command) =>
      run(command, async (context) => (await import('../commands/store-status.ts')).status(context)),
    )
  store
    .command('migrate')
    .description('run the missing migrations, all or none; creates the store if there is none')
    .option(...storeOption)
    .action((_options, command: Command) =>
      run(command, async (context) => (await import('../commands/store-migrate.ts')).migrate(context)),
    )
}
