import type { Incident, IncidentState } from '@portico/governance'
import type { Severity } from '@portico/core'
import type { CommandContext } from '../command-context.ts'
import type { CommonOptions } from '../config/setup.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import { incidentDocument, incidentsTable } from '../incidents/incident-view.ts'
import { demandKept, withSqlStore } from '../store/configured-store.ts'
import { limited, type LimitOption } from '../terminal/limited.ts'
import { oneLine } from '../terminal/text.ts'

interface ListOptions extends CommonOptions, LimitOption {
  readonly all?: boolean
  readonly severity?: Severity
  readonly gate?: boolean
}

const all: readonly IncidentState[] = ['open', 'mitigated', 'excepted', 'closed']

/** `portico incidents list`: all but the closed ones, the gravest first; with `--gate` an open V2 or V3 sets the exit code. */
export async function incidentsList(context: CommandContext<ListOptions>): Promise<ExitCode> {
  const { output, options } = context
  if (options.gate) await demandKept(context)
  return withSqlStore(context, 'incidents', async ({ setup: { tenantId }, sql: { incidents } }) => {
    const { severity } = options
    const query = { tenantId, ...(options.all && { states: all }), ...(severity && { severity }) }
    const listed = await limited(output, options, (limit) => incidents.list({ ...query, limit }))
    if (output.json) await output.document({ tenantId, incidents: listed.map(incidentDocument) })
    else if (listed.length === 0)
      output.note(`${oneLine(tenantId)} has ${options.all ? 'no incident' : 'no incident that is not closed'}`)
    else await output.lines(incidentsTable(listed, output))
    if (!options.gate) return exitCode.ok
    // Queried separately: the list has a limit and a filter.
    const [gravest] = await incidents.list({ tenantId, states: ['open'], severity: 'V2', limit: 1 })
    return gateCode(gravest)
  })
}

function gateCode(gravest: Incident | undefined): ExitCode {
  if (!gravest) return exitCode.ok
  return gravest.severity === 'V3' ? exitCode.stopShip : exitCode.blocked
}
