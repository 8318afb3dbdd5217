import { type Command, Option } from 'commander'
import type { ChangeOptions } from '../incidents/change-incident.ts'
import type { RunAction } from '../program.ts'

const codesText = `
Exit codes:
  0   done
  1   unknown, closed, or a V3, which has no exception: nothing was changed
  2   command line or configuration: nothing was changed
  6   list --gate: a V2 is open
  7   list --gate: a V3 is open`

/** `portico incidents`: what is wrong, and who answers for it. */
export function addIncidents(program: Command, run: RunAction): void {
  const incidents = program
    .command('incidents')
    .description('look at what is wrong, and say what was done about it')
    .helpCommand(false)
    .addHelpText('after', codesText)
  incidents
    .command('list')
    .description('list what is not closed, the gravest first')
    .option('--all', 'closed ones too')
    .addOption(new Option('--severity <class>', 'that grave at least').choices(['V0', 'V1', 'V2', 'V3']))
    .option('--limit <number>', 'how many (default: 100)')
    .option('--gate', 'end with 6 where a V2 is open, with 7 where a V3 is')
    .action((_options, command: Command) =>
      run(command, async (context) => (await import('../commands/incidents-list.ts')).incidentsList(context)),
    )
  incidents
    .command('show')
    .description('say what happened, how often, and who has done what about it')
    .argument('<id>')
    .action((id: string, _options, command: Command) =>
      run(command, async (context) => (await import('../commands/incidents-show.ts')).incidentsShow(context, id)),
    )
  changing(incidents.command('mitigate'), 'its effect is held off; when it happens again it is open again').action(
    (id: string, options: ChangeOptions, command: Command) =>
      run(command, async (context) =>
        (await import('../commands/incidents-mitigate.ts')).incidentsMitigate(context, id, options),
      ),
  )
  changing(incidents.command('except'), 'a person answers for going on in spite of it; no V3')
    .requiredOption('--until <time>', 'a time, or how long from now: 7d')
    .action((id: string, options: ChangeOptions & { readonly until: string }, command: Command) =>
      run(command, async (context) => (await import('../commands/incidents-except.ts')).incidentsExcept(context, id, options)),
    )
  changing(incidents.command('close'), 'it is over; what happens again is a new one').action(
    (id: string, options: ChangeOptions, command: Command) =>
      run(command, async (context) => (await import('../commands/incidents-close.ts')).incidentsClose(context, id, options)),
  )
}

function changing(command: Command, description: string): Command {
  return command
    .description(description)
    .argument('<id>')
    .requiredOption('--reason <text>', 'what was done, or why')
    .option('--actor <type:id>', "who does it (default: the configuration's, else you)")
}
