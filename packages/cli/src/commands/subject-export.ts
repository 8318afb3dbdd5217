import type { CommandContext } from '../command-context.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import { withSqlStore } from '../store/configured-store.ts'
import { subjectReference } from '../subject/subject-reference.ts'
import { oneLine } from '../terminal/text.ts'

/** `portico subject export <type/id>`: one document, with or without `--json`. */
export async function subjectExport(context: CommandContext, who: string): Promise<ExitCode> {
  const { output } = context
  return withSqlStore(context, 'anything of a person', async ({ setup, sql }) => {
    const held = await sql.subjects.export(subjectReference(setup, who))
    await output.document(held)
    const { calls, results, approvals, tasks, events } = held
    if (calls.length + results.length + approvals.length + tasks.length + events.length === 0) {
      output.note(`${oneLine(setup.tenantId)} holds nothing of ${oneLine(who)}`)
    }
    return exitCode.ok
  })
}
