import type { Actor, ActionClass, Classes, DecisionRule, Limits, OperationDefinition, Paging, Retry, Title } from '@portico/core'
import { decide } from '@portico/core'
import type { CompiledConnector, CompiledOperation } from '@portico/core/definition'
import { type IdempotencyDescription, describeIdempotency } from './idempotency-description.ts'
import { type JsonSchema, schemaOf } from './json-schema.ts'
import { type JobDescription, describeJob } from './job-description.ts'
import { type ObservabilityDescription, describeObservability } from './observability-description.ts'
import { needsCorrelation } from './needs-correlation.ts'
import { type RollbackDescription, describeRollback } from './rollback-description.ts'

/** An operation as plain data, by the nine fields of the facade standard. */
export interface OperationDescription {
  readonly name: string
  /** `github.createIssue` */
  readonly qualifiedName: string
  readonly kind: OperationDefinition['kind']
  readonly title?: Title
  readonly summary: string
  readonly route: string
  /** Name of the origin it is sent to. */
  readonly origin: string
  readonly contract: ContractDescription
  readonly version: { readonly connector: string; readonly vendor: string }
  /** `false`: sent only once. */
  readonly retry: Retry | false
  readonly timeout: { readonly attemptMs: number; readonly totalMs: number }
  /** Absent for a query: it changes nothing. */
  readonly idempotency?: IdempotencyDescription
  readonly approval: ApprovalDescription
  readonly audit: AuditDescription
  readonly observability: ObservabilityDescription
  /** Absent for a query: there is nothing to undo. */
  readonly rollback?: RollbackDescription
  readonly job?: JobDescription
  /** A limit of its own, besides the vendor's. */
  readonly limits?: Limits
  /** The vendor's budget that it draws from. */
  readonly budget?: string
  /** Units of the budget that one call costs. */
  readonly weight?: number
  readonly maxResponseBytes?: number
  /** SHA-256 of what it means to callers and approvers. */
  readonly pin: string
}

export interface ContractDescription {
  readonly input: JsonSchema
  /** A JSON Schema, or how output that is not JSON is delivered. */
  readonly output: JsonSchema | DeliveryDescription
  readonly paging?: Paging
  /** True if each item of the input has its own outcome. */
  readonly batch: boolean
  readonly examples: readonly unknown[]
  /** Vendor codes that mean that the effect already existed. */
  readonly alreadyDone: readonly string[]
}

export interface DeliveryDescription {
  readonly deliver: 'bytes' | 'events' | 'nothing'
  readonly maxBytes?: number
}

export interface ApprovalDescription extends Classes {
  /** The decision table's result, by type of actor. */
  readonly decisions: Readonly<Record<Actor['type'], { readonly actionClass: ActionClass; readonly rule: DecisionRule }>>
  /** A call that reaches people or binds the company names its business event. */
  readonly correlationId: 'required' | 'optional'
}

export interface AuditDescription {
  readonly entity?: { readonly type: string; readonly id: string }
  /** Secrets of the input: they appear nowhere. */
  readonly redact: readonly string[]
  /** Not stored, but shown to the approver. */
  readonly omit: readonly string[]
}

export function describeOperation(operation: CompiledOperation, { version, vendor }: CompiledConnector): OperationDescription {
  const { definition } = operation
  const { title, idempotency, rollback, job, limits, budget, weight, maxResponseBytes } = definition
  return {
    name: operation.name,
    qualifiedName: operation.qualifiedName,
    kind: definition.kind,
    ...(title && { title }),
    summary: definition.summary,
    route: definition.route,
    origin: operation.origin,
    contract: describeContract(operation),
    version: { connector: version, vendor: vendor.vendorVersion },
    retry: definition.retry,
    timeout: { attemptMs: definition.timeoutMs, totalMs: definition.totalTimeoutMs },
    ...(idempotency && { idempotency: describeIdempotency(idempotency, operation.qualifiedName) }),
    approval: describeApproval(operation.classes),
    audit: describeAudit(definition),
    observability: describeObservability(operation),
    ...(rollback && { rollback: describeRollback(rollback, operation.rollbackName) }),
    ...(job && { job: describeJob(job) }),
    ...(limits && { limits }),
    ...(budget !== undefined && { budget }),
    ...(weight !== undefined && { weight }),
    ...(maxResponseBytes !== undefined && { maxResponseBytes }),
    pin: operation.pin(),
  }
}

function describeContract({ definition, input }: CompiledOperation): ContractDescription {
  const { output, page, items, examples, alreadyDone } = definition
  return {
    input: schemaOf(input, 'input'),
    output: '~deliver' in output ? describeDelivery(output) : schemaOf(output, 'output'),
    ...(page && { paging: page }),
    batch: items !== undefined,
    examples,
    alreadyDone: Object.keys(alreadyDone ?? {}),
  }
}

function describeDelivery(delivery: Extract<OperationDefinition['output'], { '~deliver': unknown }>): DeliveryDescription {
  return { deliver: delivery['~deliver'], ...('maxBytes' in delivery && { maxBytes: delivery.maxBytes }) }
}

const actorTypes: readonly Actor['type'][] = [
  'human',
  'executor_system',
  'automated_workflow',
  'observer_agent',
  'recommender_agent',
]

function describeApproval(classes: Classes): ApprovalDescription {
  const decisions = Object.fromEntries(
    actorTypes.map((actorType) => {
      const { actionClass, rule } = decide({ classes, actorType, correlationId: 'given' })
      return [actorType, { actionClass, rule }]
    }),
  ) as ApprovalDescription['decisions']
  return { ...classes, decisions, correlationId: needsCorrelation(classes) ? 'required' : 'optional' }
}

function describeAudit({ audit }: OperationDefinition): AuditDescription {
  const { redact = [], omit = [] } = audit ?? {}
  if (!audit?.entity) return { redact, omit }
  const { type, id } = audit.entity
  const shown = typeof id === 'function' ? 'worked out from input and output' : typeof id === 'string' ? id : id.join('/')
  return { entity: { type, id: shown }, redact, omit }
}
