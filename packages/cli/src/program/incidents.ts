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

/** `portico incidents`: what is wrong, and who is dealing with it. */
export function addIncidents(program: Command, run: RunAction): void {
  const incidents = program
    .command('incidents')
    .description('list incidents, and record what was done about them')
    .helpCommand(false)
    .addHelpText('after', codesText)
  incidents
    .command('list')
    .description('list open incidents, the gravest first')
    .option('--all', 'include closed ones')
    .addOption(new Option('--severity <class>', 'at least this severe').choices(['V0', 'V1', 'V2', 'V3']))
    .option('--limit <number>', 'how many (default: 100)')
    .option('--gate', 'exit with 6 if a V2 is open, with 7 if a V3 is')
    .action((_options, command: Command) =>
      run(command, async (context) => (await import('../commands/incidents-list.ts')).incidentsList(context)),
    )
  incidents
    .command('show')
    .description('show what happened, how often, and who did what about it')
    .argument('<id>')
    .action((id: string, _options, command: Command) =>
      run(command, async (context) => (await import('../commands/incidents-show.ts')).incidentsShow(context, id)),
    )
  changing(incidents.command('mitigate'), 'mark one as mitigated; if it happens again, it reopens').action(
    (id: string, options: ChangeOptions, command: Command) =>
      run(command, async (context) =>
        (await import('../commands/incidents-mitigate.ts')).incidentsMitigate(context, id, options),
      ),
  )
  changing(incidents.command('except'), 'grant an exception until a time; not for a V3')
    .requiredOption('--until <time>', 'a time, or how long from now: 7d')
    .action((id: string, options: ChangeOptions & { readonly until: string }, command: Command) =>
      run(command, async (context) => (await import('../commands/incidents-except.ts')).incidentsExcept(context, id, options)),
    )
  changing(incidents.command('close'), 'close one; if it happens again, it is a new incident').action(
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
