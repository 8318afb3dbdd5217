import type { Incident, IncidentAct, Incidents } from '@portico/governance'
import type { CommandContext } from '../command-context.ts'
import { actorOf } from '../config/setup.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import { withSqlStore } from '../store/configured-store.ts'
import { oneLine } from '../terminal/text.ts'
import { incidentDocument } from './incident-view.ts'

export interface ChangeOptions {
  readonly reason: string
  readonly actor?: string
}

/** Changes an incident of the tenant, and shows its new state. */
export async function changeIncident(
  context: CommandContext,
  id: string,
  { reason, actor }: ChangeOptions,
  change: (incidents: Incidents, act: IncidentAct) => Promise<Incident>,
): Promise<ExitCode> {
  const { io, output } = context
  return withSqlStore(context, 'incidents', async ({ setup, sql }) => {
    const by = actorOf(io, setup, actor)
    const changed = await change(sql.incidents, { tenantId: setup.tenantId, id, by, reason })
    if (output.json) await output.document({ incident: incidentDocument(changed) })
    else output.note(`${output.noteStyle.green('✓')} ${changed.severity} ${oneLine(changed.title)}: ${changed.state}`)
    return exitCode.ok
  })
}
