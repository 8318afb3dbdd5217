import type { SideEffect } from './classes.ts'
import { milliseconds, type Duration, type Idempotency } from './idempotency.ts'
import { mandatory, mandatoryOfCommand } from './mandatory.ts'
import type { JobDefinition, OperationDefinition } from './operation.ts'

type Given = Partial<OperationDefinition> & Partial<JobDefinition>
type Refuse = (sentence: string) => never

const leastApproval = { R0: 'A0', R1: 'A1', R2: 'A2', R3: 'A3' } as const
const touching = ['internal_write', 'external_message', 'external_commitment'] as const
// A job may only read, as an export does.
const sideEffects: Readonly<Record<OperationDefinition['kind'], readonly SideEffect[]>> = {
  query: ['none'],
  command: touching,
  job: ['none', ...touching],
}

/**
 * Refuses what the compiler refuses, for authors without one or who cast: a write that passes for a read, or that gets a lighter
 * approval than it states, would only be noticed once it had acted. Throws a TypeError.
 */
export function checkStatement(vendor: string, stated: OperationDefinition, given: Given): void {
  const { kind, route, approval, reversibility, sensitivity, idempotency } = stated
  const refuse: Refuse = (sentence) => {
    throw new TypeError(`${vendor} ${route}: ${sentence.replace('✗ ', '')}`)
  }
  if (kind === 'query' && writes(route)) refuse('a query only reads, and PUT, PATCH and DELETE write: use vendor.command')
  if (kind === 'command' && /^(GET|HEAD) /i.test(route)) refuse('a command writes, and GET and HEAD only read: use vendor.query')
  checkStated(stated, mandatory, refuse)
  if (kind !== 'query') checkStated(stated, mandatoryOfCommand, refuse)
  checkClasses(stated, refuse)
  if (idempotency) checkIdempotency(idempotency, given, refuse)
  const asked = [given.poll?.request, given.result && 'request' in given.result && given.result.request]
  for (const part of asked) if (typeof part === 'string' && writes(part)) refuse(`${part} writes, and a job is only asked about`)
  if (approval < leastApproval[reversibility]) refuse(`${reversibility} needs approval ${leastApproval[reversibility]} at least`)
  if (sensitivity === 'S3' && approval === 'A0') refuse('S3 data is never A0: raise approval to A1 at least')
}

function checkStated(stated: OperationDefinition, sentences: Readonly<Record<string, string>>, refuse: Refuse): void {
  for (const [name, sentence] of Object.entries(sentences))
    if (stated[name as keyof OperationDefinition] === undefined) refuse(sentence)
}

/** The decision table would compare an unknown word with the known ones, with an arbitrary result. */
function checkClasses({ kind, sideEffect, approval, reversibility, sensitivity }: OperationDefinition, refuse: Refuse): void {
  if (!sideEffects[kind].includes(sideEffect)) refuse(mandatoryOfCommand.sideEffect)
  if (!/^R[0-3]$/.test(reversibility)) refuse(mandatoryOfCommand.reversibility)
  if (!/^A[0-3]$/.test(approval)) refuse(mandatoryOfCommand.approval)
  if (!/^S[0-3]$/.test(sensitivity)) refuse(mandatory.sensitivity)
}

function checkIdempotency(idempotency: Idempotency, given: Given, refuse: Refuse): void {
  if (idempotency.by === 'none' && given.retry)
    refuse('a command whose idempotency is none is sent once: remove retry, or state how the vendor recognises a second sending')
  if (idempotency.by === 'header' || idempotency.by === 'field') checkDuration(idempotency.keptFor, refuse)
  if (idempotency.by !== 'lookup') return
  checkDuration(idempotency.settle, refuse)
  if (idempotency.find.kind !== 'query') refuse('a lookup only asks: give it a query')
}

/** The compiler accepts `-1h` and `1e3s` as durations. They are parsed only when an outcome is unknown, too late to complain. */
function checkDuration(duration: Duration, refuse: Refuse): void {
  try {
    milliseconds(duration)
  } catch (error) {
    refuse((error as Error).message)
  }
}

const writes = (route: string): boolean => /^(PUT|PATCH|DELETE) /i.test(route)
