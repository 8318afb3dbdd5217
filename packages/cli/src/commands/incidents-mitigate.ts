import type { CommandContext } from '../command-context.ts'
import type { ExitCode } from '../exit-code.ts'
import { changeIncident, type ChangeOptions } from '../incidents/change-incident.ts'

/** `portico incidents mitigate <id> --reason <text>`: its effect is contained; its cause may remain. */
export async function incidentsMitigate(context: CommandContext, id: string, options: ChangeOptions): Promise<ExitCode> {
  return changeIncident(context, id, options, (incidents, act) => incidents.mitigate(act))
}
