import type { CommandContext } from '../command-context.ts'
import type { ExitCode } from '../exit-code.ts'
import { changeIncident, type ChangeOptions } from '../incidents/change-incident.ts'

/** `portico incidents close <id> --reason <text>`: marks it as over. */
export async function incidentsClose(context: CommandContext, id: string, options: ChangeOptions): Promise<ExitCode> {
  return changeIncident(context, id, options, (incidents, act) => incidents.close(act))
}
