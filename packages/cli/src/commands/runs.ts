import type { PastRun } from '@portico/governance'
import type { RunReport } from '@portico/sync'
import type { CommandContext } from '../command-context.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import { withSqlStore } from '../store/configured-store.ts'
import { listing } from '../terminal/table.ts'
import { oneLine } from '../terminal/text.ts'

const most = 50

/** `portico runs`: the tenant's syncs in the store, newest first. */
export async function runsCommand(context: CommandContext): Promise<ExitCode> {
  const { output } = context
  return withSqlStore(context, 'what ran', async ({ setup, sql }) => {
    const runs = await sql.runs.list(setup.tenantId, most)
    if (output.json) await output.document({ tenantId: setup.tenantId, runs })
    else if (runs.length === 0) output.note(`no sync of ${oneLine(setup.tenantId)} is kept`)
    else {
      const { style, width } = output
      const rows = runs.map((run) => [
        run.startedAt,
        style.bold(oneLine(run.connector)),
        oneLine(run.destination),
        run.status,
        String(landed(run)),
      ])
      await output.lines(listing(['started', 'connector', 'to', 'status', 'landed'], rows, { width, style }))
    }
    return exitCode.ok
  })
}

function landed({ report }: PastRun): number {
  const { streams = [] } = (report ?? {}) as Partial<RunReport>
  return streams.reduce((sum, stream) => sum + stream.landed, 0)
}
