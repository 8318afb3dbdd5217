import type { Actor, AnyConnector, AuditSink, EventSink, IncidentReport, IncidentSink } from '@portico/core'
import type { ApprovalDesk, ApprovalDeskOptions, Approvers, listedApprovers, SqlStore, StandingDesk } from '@portico/governance'
import type { CommandContext } from '../command-context.ts'
import { type CommonOptions, type Setup, actorOf, setUp } from '../config/setup.ts'
import { valueCode } from '../describe/example-code.ts'
import { Mistake } from '../mistake.ts'
import { openSqlStore } from '../store/configured-store.ts'
import { oneLine } from '../terminal/text.ts'
import { governancePackage } from '../optional-peers.ts'

export interface DeskOptions extends CommonOptions {
  readonly actor?: string
}

/** Where a person inspects waiting calls and decides them. */
export interface Desks {
  readonly setup: Setup
  readonly tenantId: string
  readonly by: Actor
  readonly approvals: ApprovalDesk
  readonly standing: StandingDesk
}

/** Runs a command on the approvals of the configured store, and closes it. */
export async function atDesk<T>(
  { io, output, options }: CommandContext<DeskOptions>,
  run: (desks: Desks) => Promise<T>,
): Promise<T> {
  const setup = await setUp(io, options)
  const { approvalDesk, standingDesk } = await governancePackage()
  const opened = await openSqlStore(io, setup, 'approvals')
  const { sql } = opened
  const desk = await deskOptions(setup, sql, (warning) => output.warn(warning))
  try {
    return await run({
      setup,
      tenantId: setup.tenantId,
      by: actorOf(io, setup, options.actor),
      approvals: approvalDesk(sql, desk),
      standing: standingDesk(sql, desk),
    })
  } finally {
    await opened.close()
  }
}

/** The desk's options from this configuration: who may decide, and where decisions are recorded. */
export async function deskOptions(setup: Setup, sql: SqlStore, warn: (text: string) => void): Promise<ApprovalDeskOptions> {
  const { listedApprovers: listed } = await governancePackage()
  const { approvers, audit = sql.audit, events = sql.events, incidents = sql.incidents, telemetry } = setup.config
  return {
    approvers: approversOf(approvers, listed, setup.tenantId),
    connectors: await Promise.all(setup.names.map((name): Promise<AnyConnector> => setup.connector(name))),
    audit: audit as AuditSink,
    events: events as EventSink,
    ...(telemetry && { telemetry }),
    incidents: {
      async report(incident: IncidentReport) {
        warn(oneLine(`${incident.severity}: ${incident.title}`))
        await (incidents as IncidentSink).report(incident)
      },
    },
  }
}

type Listed = Parameters<typeof listedApprovers>[0]

/** Without a list, people can look but not decide. */
function approversOf(configured: object | undefined, listed: (tenants: Listed) => Approvers, tenantId: string): Approvers {
  if (configured && 'rolesOf' in configured) return configured as Approvers
  if (configured) return listed(configured as Listed)
  return {
    rolesOf() {
      const problem = 'nobody is listed who may decide'
      throw new Mistake(
        'configuration',
        'approvers',
        problem,
        `write ${valueCode({ approvers: { [tenantId]: { mona: ['lead'] } } }).slice(2, -2)} in portico.config.ts`,
      )
    },
  }
}
