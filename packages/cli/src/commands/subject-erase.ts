import type { ErasureReport } from '@portico/governance'
import type { CommandContext } from '../command-context.ts'
import { actorOf } from '../config/setup.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import { withSqlStore } from '../store/configured-store.ts'
import { subjectReference } from '../subject/subject-reference.ts'
import type { Output } from '../terminal/output.ts'

export interface EraseOptions {
  readonly apply?: boolean
  readonly actor?: string
}

/** `portico subject erase <type/id>`: counts, and erases only with `--apply`; exit code 1 if something is left afterwards. */
export async function subjectErase(context: CommandContext, who: string, { apply, actor }: EraseOptions): Promise<ExitCode> {
  const { io, output } = context
  return withSqlStore(context, 'anything of a person', async ({ setup, sql }) => {
    const reference = subjectReference(setup, who)
    if (apply) {
      const report = await sql.subjects.erase({ ...reference, by: actorOf(io, setup, actor) })
      await tellErasure(output, report)
      return report.openApprovals + report.openTasks + report.waitingEvents > 0 ? exitCode.refused : exitCode.ok
    }
    const { calls, results, approvals, tasks, events } = await sql.subjects.export(reference)
    const held = {
      calls: calls.length,
      results: results.length,
      approvals: approvals.length,
      tasks: tasks.length,
      events: events.length,
    }
    if (output.json) await output.document({ applied: false, held })
    else {
      await output.lines([
        `held: ${held.calls} calls, ${held.results} results, ${held.approvals} approvals, ${held.tasks} tasks, ${held.events} events`,
      ])
      output.note('nothing was erased: --apply does')
    }
    return exitCode.ok
  })
}

async function tellErasure(output: Output, report: ErasureReport): Promise<void> {
  if (output.json) {
    await output.document({ applied: true, report })
    return
  }
  const { auditRows, results, approvals, tasks, deadLetters, proofs, openApprovals, openTasks, waitingEvents, subjectHash } =
    report
  const ofCalls = `${auditRows} audit rows, ${results} results, ${approvals} approvals, ${tasks} tasks`
  const erased = `${ofCalls}, ${deadLetters} dead letters, ${proofs} proofs`
  await output.lines([`erased: ${erased}`, `subject: ${subjectHash}`])
  if (openApprovals > 0)
    output.warn(`${openApprovals} approvals still wait and are kept: decide on them (portico approvals list); then erase again`)
  if (openTasks > 0)
    output.warn(`${openTasks} tasks run on and are kept: let them end, or portico tasks cancel; then erase again`)
  if (waitingEvents > 0) output.warn(`${waitingEvents} events still wait: portico events relay delivers them; then erase again`)
}
