import type { Command } from 'commander'
import type { EraseOptions } from '../commands/subject-erase.ts'
import type { RunAction } from '../program.ts'

/** `portico subject`: a person's rights over what the store holds of them. */
export function addSubject(program: Command, run: RunAction): void {
  const subject = program
    .command('subject')
    .description('export or erase what the store holds about a person')
    .helpCommand(false)
    .addHelpText(
      'after',
      `
A person is type/id, as audit names entities, and whoever subjects in portico.config.ts finds in an operation's input.
JSONL logs, and events that a sink has taken, are not reached.`,
    )
  subject
    .command('export')
    .description('print everything held about a person, as one JSON document')
    .argument('<type/id>', 'such as customer/cus_42')
    .action((who: string, _options, command: Command) =>
      run(command, async (context) => (await import('../commands/subject-export.ts')).subjectExport(context, who)),
    )
  subject
    .command('erase')
    .description('count what is held about a person; with --apply erase it. Exits with 1 if anything is left')
    .argument('<type/id>', 'such as customer/cus_42')
    .option('--apply', 'erase it; this cannot be undone')
    .option('--actor <type:id>', "who answers for it (default: the configuration's, else you)")
    .action((who: string, options: EraseOptions, command: Command) =>
      run(command, async (context) => (await import('../commands/subject-erase.ts')).subjectErase(context, who, options)),
    )
}
