import type { Command } from 'commander'
import type { RunAction } from '../program.ts'
import { several } from './several.ts'

/** `portico audit`: what was done, with proof that the record is unchanged. */
export function addAudit(program: Command, run: RunAction): void {
  const audit = program.command('audit').description('show an audit log, and prove that nobody changed it').helpCommand(false)
  audit
    .command('verify')
    .description('verify the chains of a log offline, and name the first row that is altered, missing or out of order')
    .argument('<log>', 'an append-only JSONL log, or a store: sqlite:./portico.db, postgres://…')
    .option('--head <tenant=sequence:hash>', 'a head noted earlier, to find rows cut off at the end; repeatable', several)
    .action((log: string, _options, command: Command) =>
      run(command, async (context) => (await import('../commands/audit-verify.ts')).auditVerify(context, log)),
    )
  audit
    .command('tail')
    .description('print the last rows of a log or of a store, across all chains by time')
    .argument('<log>', 'an append-only JSONL log, or a store: sqlite:./portico.db, postgres://…')
    .option('--lines <number>', 'how many (default: 10)')
    .action((log: string, _options, command: Command) =>
      run(command, async (context) => (await import('../commands/audit-tail.ts')).auditTail(context, log)),
    )
}
