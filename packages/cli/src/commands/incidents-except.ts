import type { CommandContext } from '../command-context.ts'
import { timeOf } from '../config/time-option.ts'
import type { ExitCode } from '../exit-code.ts'
import { Mistake } from '../mistake.ts'
import { changeIncident, type ChangeOptions } from '../incidents/change-incident.ts'

/** `portico incidents except <id> --until <time> --reason <text>`: a person accepts it until then. */
export async function incidentsExcept(
  context: CommandContext,
  id: string,
  options: ChangeOptions & { readonly until: string },
): Promise<ExitCode> {
  const until = Date.parse(timeOf('--until', options.until))
  return changeIncident(context, id, options, (incidents, act) => {
    if (act.by.type !== 'human')
      throw new Mistake('usage', '--actor', `${act.by.type} cannot grant an exception`, 'a person does: write --actor human:you')
    return incidents.except({ ...act, until })
  })
}
