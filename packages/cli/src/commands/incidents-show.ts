import type { CommandContext } from '../command-context.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import { changeDocument, incidentDocument, incidentLines } from '../incidents/incident-view.ts'
import { withSqlStore } from '../store/configured-store.ts'
import { governancePackage } from '../optional-peers.ts'

/** `portico incidents show <id>`: what happened, how often, and who did what about it. */
export async function incidentsShow(context: CommandContext, id: string): Promise<ExitCode> {
  const { output } = context
  return withSqlStore(context, 'incidents', async ({ setup: { tenantId }, sql }) => {
    const found = await sql.incidents.find(tenantId, id)
    if (!found) {
      const { IncidentError } = await governancePackage()
      throw new IncidentError('unknown', `there is no incident ${id} of ${tenantId}: portico incidents list shows them`)
    }
    const { incident, changes } = found
    if (output.json) await output.document({ incident: incidentDocument(incident), changes: changes.map(changeDocument) })
    else await output.lines(incidentLines(incident, changes, output))
    return exitCode.ok
  })
}
