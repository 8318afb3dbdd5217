import type { Command } from 'commander'
import type { RunAction } from '../program.ts'

export const storeOption = ['--store <address>', 'sqlite:./portico.db or postgres://… (default: PORTICO_STORE)'] as const

/** `portico store`: the database that claims, approvals, audit and the rest are kept in. */
export function addStore(program: Command, run: RunAction): void {
  const store = program.command('store').description('look at the store, and bring its schema up to date').helpCommand(false)
  store
    .command('status')
    .description('say which migrations have run; exit code 1 where some have not')
    .option(...storeOption)
    .action((_options, command: Command) =>
      run(command, async (context) => (await import('../commands/store-status.ts')).status(context)),
    )
  store
    .command('migrate')
    .description('run the migrations that are missing, all or none; makes the store where there is none')
    .option(...storeOption)
    .action((_options, command: Command) =>
      run(command, async (context) => (await import('../commands/store-migrate.ts')).migrate(context)),
    )
}
