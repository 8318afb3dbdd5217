import type { Limits, Paging } from '@portico/core'
import type { IdempotencyDescription } from './idempotency-description.ts'
import type { ApprovalDescription, OperationDescription } from './operation-description.ts'
import { bytes, time } from './quantity.ts'

/** One field of the facade standard, in words. */
export interface FacadeField {
  readonly field: string
  readonly says: string
}

/** The nine fields of the facade standard, each in a sentence, the same on the terminal and on pages. */
export function facadeOf(operation: OperationDescription): readonly FacadeField[] {
  const { version } = operation
  return [
    { field: 'contract', says: contractWords(operation) },
    { field: 'version', says: `connector ${version.connector}, vendor API ${version.vendor}` },
    { field: 'retry', says: retryWords(operation) },
    { field: 'timeout', says: timeoutWords(operation) },
    { field: 'idempotency key', says: idempotencyWords(operation.idempotency) },
    { field: 'approval', says: approvalWords(operation.approval) },
    { field: 'audit', says: auditWords(operation) },
    { field: 'observability', says: observabilityWords(operation) },
    { field: 'rollback', says: rollbackWords(operation) },
  ]
}

function contractWords({ contract, job, maxResponseBytes }: OperationDescription): string {
  const { output, paging, batch } = contract
  const parts = ['strict input']
  if (!('deliver' in output)) parts.push(paging ? `pages of items (${pagingWords(paging)})` : 'checked output')
  else if (output.deliver === 'bytes') parts.push(`a download of at most ${bytes(Number(output['maxBytes']))}`)
  else if (output.deliver === 'events') parts.push('a stream of events')
  else parts.push('an answer without content')
  if (batch) parts.push('an outcome for each item')
  if (job) {
    const cancel = job.cancel === undefined ? '' : `; cancelled by ${job.cancel}`
    parts.push(
      `a job: polled every ${time(job.everyMs)} at ${job.poll}, at most ${time(job.withinMs)}${cancel}; owner ${job.owner}`,
    )
  }
  if (maxResponseBytes !== undefined) parts.push(`answers of at most ${bytes(maxResponseBytes)}`)
  return parts.join('; ')
}

function pagingWords(paging: Paging): string {
  switch (paging.by) {
    case 'link':
      return 'Link header'
    case 'cursor':
      return `cursor ${paging.from} → ${paging.to}${paging.more === undefined ? '' : `, while ${paging.more}`}`
    case 'last':
      return `last item's ${paging.field} → ${paging.to}`
    case 'number':
      return `page number in ${paging.to}`
    case 'offset':
      return `offset in ${paging.to}`
    case 'url':
      return `next URL in ${paging.from}`
  }
}

function retryWords({ retry, idempotency }: Pick<OperationDescription, 'retry' | 'idempotency'>): string {
  if (retry === false || retry.attempts <= 1) return 'sent once'
  const { attempts, firstWaitMs, longestWaitMs } = retry
  const waits = [
    ...(firstWaitMs === undefined ? [] : [`from ${time(firstWaitMs)}`]),
    ...(longestWaitMs === undefined ? [] : [`to ${time(longestWaitMs)}`]),
  ]
  const backoff = `full jitter${waits.length > 0 ? ` ${waits.join(' ')}` : ''}`
  const what = !idempotency || idempotency.vendorSide ? '' : '; repeats only what was not sent or was refused'
  return `${attempts} attempts, ${backoff}; Retry-After is honoured${what}`
}

function timeoutWords({ timeout }: OperationDescription): string {
  return `${time(timeout.attemptMs)} per attempt, ${time(timeout.totalMs)} in total`
}

function idempotencyWords(idempotency: IdempotencyDescription | undefined): string {
  if (!idempotency) return 'not needed: it only reads'
  switch (idempotency.by) {
    case 'header':
      return `sent in ${idempotency.header}, which the vendor remembers for ${idempotency.keptFor}`
    case 'field':
      return `sent in the body's ${idempotency.field}, which the vendor remembers for ${idempotency.keptFor}`
    case 'upsert':
      return `a repeat writes the same state${idempotency.header === undefined ? '' : `, under the precondition ${idempotency.header}`}`
    case 'lookup':
      return `before a repeat, the vendor is asked whether the effect is there (visible after ${idempotency.settle})`
    case 'claim':
      return 'Portico only: a second start is refused; a call whose answer was lost is not sent again'
    case 'none':
      return `none: ${idempotency.because}`
  }
}

function approvalWords(approval: ApprovalDescription): string {
  const classes = `${approval.approval} ${approval.reversibility} ${approval.sensitivity} ${approval.sideEffect}`
  const { decisions } = approval
  const person = decisions.human.actionClass
  const system = decisions.executor_system.actionClass
  const agent = decisions.observer_agent.actionClass
  const parts = [
    `a person: ${classWords[person]}`,
    ...(system === person ? [] : [`a system: ${classWords[system]}`]),
    ...(agent === system ? [] : [`an observing agent: ${classWords[agent]}`]),
  ]
  const who = parts.length === 1 ? classWords[person] : parts.join('; ')
  const correlation = approval.correlationId === 'required' ? '; a correlation id is required' : ''
  return `${classes}; ${who}${correlation}`
}

const classWords = {
  A: 'runs by itself (class A)',
  B: 'waits for an approval (class B)',
  C: 'is forbidden (class C)',
} as const

function auditWords({ audit }: OperationDescription): string {
  const { entity, redact, omit } = audit
  return [
    entity ? `${entity.type} by ${entity.id}` : 'a row without an entity',
    ...(redact.length > 0 ? [`redacted: ${redact.join(', ')}`] : []),
    ...(omit.length > 0 ? [`left out: ${omit.join(', ')}`] : []),
  ].join('; ')
}

function observabilityWords({ observability }: OperationDescription): string {
  const { span, metrics, events, log } = observability
  return `span ${span}; metrics ${metrics.join(', ')}; events ${events.join(', ')}; log ${log}`
}

function rollbackWords({ rollback }: OperationDescription): string {
  if (!rollback) return 'nothing to undo'
  if (rollback.by === 'operation') return `${rollback.operation}: ${rollback.notes}`
  return rollback.by === 'person' ? `by a person: ${rollback.notes}` : `irreversible: ${rollback.notes}`
}

export function limitsWords(limits: Limits): string {
  if (limits.by === 'period') {
    const burst = limits.burst === undefined ? '' : `, at most ${limits.burst} at once`
    return `${limits.calls} calls in ${time(limits.periodMs)}${burst}`
  }
  const several = limits.resource === undefined ? '' : `; several budgets, named in ${limits.resource}`
  return `remaining calls in ${limits.remaining}, reset in ${limits.reset} (${limits.unit})${several}`
}
