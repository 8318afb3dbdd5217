import type { Backlog, FailedDelivery, RelayReport } from '@portico/governance'
import type { CommandContext } from '../command-context.ts'
import { openSink } from '../events/open-sink.ts'
import { type ExitCode, exitCode } from '../exit-code.ts'
import { withSqlStore } from '../store/configured-store.ts'
import { oneLine } from '../terminal/text.ts'
import { governancePackage } from '../optional-peers.ts'

export interface RelayOptions {
  readonly to: string
  readonly sink?: string
  readonly watch?: boolean
}

/**
 * `portico events relay --to <url or file>`: delivers what can be delivered now, of every tenant; with `--watch`, until
 * interrupted.
 */
export async function eventsRelay(
  context: CommandContext,
  { to, sink: name = 'default', watch = false }: RelayOptions,
): Promise<ExitCode> {
  const { io, output } = context
  const { eventRelay } = await governancePackage()
  return withSqlStore(context, 'events', async ({ sql }) => {
    const sink = await openSink(io, to, name)
    try {
      const onFailure = (failure: FailedDelivery): void => output.warn(failureText(failure))
      const relay = eventRelay({ outbox: sql.events, sinks: [sink], incidents: sql.incidents, onFailure })
      if (watch) output.note(`delivering what is kept for ${oneLine(name)} as it comes`)
      const report = await (watch ? relay.run(io.signal) : relay.drain(io.signal))
      const backlog = await sql.events.backlog()
      const summary = `${report.delivered} delivered, ${report.dead} to the dead letters`
      // After an interrupt, nobody may be reading stdout any more.
      if (io.signal.aborted) output.note(summary)
      else if (output.json) await output.document({ ...report, backlog: backlog.map(backlogDocument) })
      else {
        await output.lines([summary])
        for (const left of backlog) {
          output.note(`${left.events} wait for ${oneLine(left.sink)}, the oldest since ${timeText(left.oldestAt)}`)
        }
      }
      return codeOf(
        report,
        backlog.some((left) => left.sink === name),
      )
    } finally {
      await sink.close()
    }
  })
}

function codeOf({ dead }: RelayReport, isLeft: boolean): ExitCode {
  if (dead > 0) return exitCode.refused
  return isLeft ? exitCode.tryLater : exitCode.ok
}

function failureText({ tenantId, eventId, type, reason, nextAt }: FailedDelivery): string {
  const then = nextAt === undefined ? 'portico events dead-letters list shows it' : `next try at ${timeText(nextAt)}`
  return oneLine(`${type} ${eventId} of ${tenantId}: ${reason}; ${then}`)
}

function backlogDocument({ sink, events, oldestAt }: Backlog): object {
  return { sink, events, oldestAt: timeText(oldestAt) }
}

function timeText(at: number): string {
  return new Date(at).toISOString()
}
