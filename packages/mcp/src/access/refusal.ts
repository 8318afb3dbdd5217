import { randomUUID } from 'node:crypto'
import type { ResolvedGovernance } from '@portico/core'
import type { Caller } from './caller.ts'
import type { ServedTool } from '../toolset/served-tool.ts'

/** A request refused before it reached the call path. */
export interface Refusal {
  /** The guard that refused it. */
  readonly rule: string
  readonly reason: string
  readonly caller?: Caller
  /** The tool as it was requested, whether it exists or not. */
  readonly asked?: string
  readonly tool?: ServedTool
}

/** Writes a refusal to the log, and to the audit if it concerns an operation of this toolset. */
export async function recordRefusal({ audit, telemetry, clock }: ResolvedGovernance, refusal: Refusal): Promise<void> {
  const { rule, reason, caller, asked, tool } = refusal
  telemetry?.log?.({
    level: 'warn',
    event: 'portico.mcp.refused',
    attributes: {
      rule,
      reason,
      ...(caller && { client: caller.client, tenantId: caller.tenantId, actor: caller.actor.id }),
      ...(asked !== undefined && { tool: asked.slice(0, 128) }),
    },
  })
  if (!tool || !caller) return
  const { operation, connector } = tool
  await audit.write({
    id: randomUUID(),
    at: new Date(clock.now()).toISOString(),
    tenantId: caller.tenantId,
    account: 'default',
    actor: { ...caller.actor, via: caller.client },
    connector,
    connectorVersion: tool.connectorVersion,
    operation: operation.name,
    classes: operation.classes,
    actionClass: 'C',
    decidedBy: rule,
    outcome: 'failed',
    commitState: 'not_sent',
    code: 'policy_denied',
    entity: undefined,
    // Unvalidated input is not stored: it may be an attack on whoever reads the log.
    input: undefined,
    argumentsHash: undefined,
    idempotencyKey: undefined,
    correlationId: undefined,
    causationId: undefined,
    approvalId: undefined,
    originOverride: undefined,
    vendorRequestId: undefined,
    attempts: 0,
    durationMs: 0,
  })
}
