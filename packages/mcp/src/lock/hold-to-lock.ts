import { canonicalJson, type IncidentReport, type ResolvedGovernance, type Severity } from '@portico/core'
import type { CompiledConnector } from '@portico/core/definition'
import type { Permission } from '../access/permit.ts'
import type { ServedTool } from '../toolset/served-tool.ts'
import { type Change, highestClass } from './change.ts'
import { compareTools } from './compare-tools.ts'
import type { ConnectorsLock, LockedTool } from './connectors-lock.ts'
import { lockedTool } from './lock-of.ts'
import { messageOf } from '../server/message-of.ts'

export interface Held {
  readonly tools: readonly ServedTool[]
  readonly connectors: Readonly<Record<string, CompiledConnector>>
  readonly governance: ResolvedGovernance
}

interface Drift {
  readonly refusal: Permission
  readonly severity: Severity
  readonly title: string
}

/**
 * Tenants remembered as having been told of a drift. Beyond that, one may be told again, which the incidents count as the same.
 */
const mostTold = 10_000

/**
 * Compares tools with the lock. A tool that differs is refused when listing and calling, and raises an incident for each tenant
 * that meets it. The comparison runs once, since definitions do not change while a process runs.
 */
export function holdToLock(lock: ConnectorsLock, held: Held): (tool: ServedTool, tenantId: string) => Permission | undefined {
  const drifts = new Map<string, Drift>()
  for (const tool of held.tools) {
    const drift = driftOf(lock, tool, held.connectors[tool.connector]!)
    if (drift) drifts.set(tool.name, drift)
  }
  const told = new Set<string>()
  return (tool, tenantId) => {
    const drift = drifts.get(tool.name)
    if (!drift) return undefined
    const key = JSON.stringify([tenantId, tool.name])
    if (!told.has(key)) {
      if (told.size >= mostTold) told.clear()
      told.add(key)
      void report(held.governance, incidentOf(tool, tenantId, drift, held.governance.clock.now()))
    }
    return drift.refusal
  }
}

function driftOf(lock: ConnectorsLock, tool: ServedTool, connector: CompiledConnector): Drift | undefined {
  const locked = ownOf(ownOf(lock.connectors, tool.connector)?.tools ?? {}, tool.name)
  const present = lockedTool(tool, connector)
  if (!locked) return driftFrom(tool, [{ class: 'minor', at: 'tool', what: 'added' }], present, present)
  // Canonical, so that the order of members in the file is not drift.
  if (canonicalJson(locked) === canonicalJson(present)) return undefined
  return driftFrom(tool, compareTools(locked, present), locked, present)
}

function driftFrom({ qualifiedName }: ServedTool, changes: readonly Change[], locked: LockedTool, present: LockedTool): Drift {
  const highest = highestClass(changes)
  const first = changes.find((change) => change.class === highest)
  const hard = [locked, present].some(({ effects }) => effects.reversibility === 'R2' || effects.reversibility === 'R3')
  const severity = highest !== 'major' ? 'V1' : hard ? 'V3' : 'V2'
  const reason = `not as connectors.lock has it (${highest}: ${first?.at})`
  return { refusal: { allowed: false, rule: 'lock', reason }, severity, title: `${qualifiedName} is ${reason}` }
}

function incidentOf({ qualifiedName }: ServedTool, tenantId: string, { severity, title }: Drift, now: number): IncidentReport {
  return {
    tenantId,
    source: 'gate',
    kind: 'tool_drifted',
    subject: qualifiedName,
    severity,
    title,
    at: new Date(now).toISOString(),
  }
}

/** The refusal stands even if nobody could be told. */
async function report({ incidents, telemetry }: ResolvedGovernance, incident: IncidentReport): Promise<void> {
  const { tenantId, subject, severity, title } = incident
  telemetry?.log?.({
    level: 'error',
    event: 'portico.mcp.drift',
    attributes: { tenantId, operation: subject, severity, message: title },
  })
  try {
    await incidents?.report(incident)
  } catch (error) {
    const message = messageOf(error)
    telemetry?.log?.({
      level: 'error',
      event: 'portico.mcp.incident_lost',
      attributes: { tenantId, operation: subject, message },
    })
  }
}

function ownOf<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined
}
