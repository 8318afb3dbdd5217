import { auditRowOf } from './audit-row.ts'
import { eventOf } from './call-event.ts'
import { entityOf } from './entity.ts'
import { incidentsOf } from './call-incidents.ts'
import type { Call } from './call.ts'
import { measureCall } from './measure-call.ts'
import { receiptOf, undoOf } from './receipt-of.ts'
import { RecordError } from './record-error.ts'
import { resolveProof } from './resolve-proof.ts'
import { settleClaim } from './settle-claim.ts'
import { settleDecision } from './settle-decision.ts'
import { settleStanding } from './standing.ts'
import type { Step } from './step.ts'

/**
 * Records what happened, whatever it was, before the caller sees anything. All writes start in the same turn, so that a store
 * that groups writes commits them together; one that fails does not stop the others.
 */
export const recordStep: Step = {
  name: 'record',
  run(call) {
    call.auditId = `${call.id}-audit`
    const failed: Failed[] = []
    // Both run the connector's code, which may throw on an answer that nobody foresaw.
    call.entity = read('entity', call, entityOf, failed)
    call.receipt = receiptOf(call, read('rollback', call, undoOf, failed))
    let waiting: Promise<void>[] | undefined
    for (const { name, write } of records) {
      try {
        const writing = write(call)
        if (writing) (waiting ??= []).push(writing.catch((reason: unknown) => void failed.push({ name, reason })))
      } catch (reason) {
        failed.push({ name, reason })
      }
    }
    return waiting ? Promise.all(waiting).then(() => decided(call, failed)) : decided(call, failed)
  },
}

const records: readonly { readonly name: string; readonly write: (call: Call) => void | Promise<void> }[] = [
  { name: 'claim', write: settleClaim },
  { name: 'audit row', write: (call) => call.binding.audit.write(auditRowOf(call, call.receipt!)) },
  { name: 'proof', write: resolveProof },
  { name: 'standing approval', write: settleStanding },
  { name: 'event', write: (call) => call.binding.events?.publish(eventOf(call, call.receipt!)) },
  { name: 'incident', write: reportIncidents },
]

/** Last, once the key is free again: otherwise the next user of the decision would find this call still under way. */
function decided(call: Call, failed: Failed[]): void | Promise<void> {
  if (!call.approved || !call.error) return end(call, failed)
  const lost = (reason: unknown): void => void failed.push({ name: 'decision', reason })
  try {
    const giving = settleDecision(call)
    if (giving) return giving.catch(lost).then(() => end(call, failed))
  } catch (reason) {
    lost(reason)
  }
  return end(call, failed)
}

function reportIncidents(call: Call): void | Promise<void> {
  const { incidents } = call.binding
  if (!incidents || (!call.error && !call.openedCircuit && !call.ending)) return
  const waiting = incidentsOf(call)
    .map((incident) => incidents.report(incident))
    .filter((reporting) => reporting instanceof Promise)
  if (waiting.length > 0) return Promise.all(waiting).then(() => undefined)
}

interface Failed {
  readonly name: string
  readonly reason: unknown
}

function read<T>(name: string, call: Call, of: (call: Call) => T, failed: Failed[]): T | undefined {
  try {
    return of(call)
  } catch (reason) {
    failed.push({ name, reason })
    return undefined
  }
}

function end(call: Call, failed: readonly Failed[]): void {
  measureCall(call)
  if (failed.length > 0)
    throw new RecordError(
      failed.map(({ name }) => name),
      failed.map(({ reason }) => reason),
    )
}
