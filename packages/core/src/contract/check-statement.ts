import { type Mandatory, mandatory } from './mandatory.ts'
import type { JobDefinition, OperationDefinition } from './operation.ts'

type Given = Partial<OperationDefinition> & Partial<JobDefinition>

const leastApproval = { R0: 'A0', R1: 'A1', R2: 'A2', R3: 'A3' } as const

/**
 * Refuses what the compiler refuses, for authors who have none or who cast: a write that passes for a read, or that is decided more
 * lightly than it states, would be found out by what it does. Throws a TypeError.
 */
export function checkStatement(vendor: string, stated: OperationDefinition, given: Given): void {
  const { kind, route, approval, reversibility, sensitivity, idempotency } = stated
  const refuse = (sentence: string): never => {
    throw new TypeError(`${vendor} ${route}: ${sentence.replace('✗ ', '')}`)
  }
  if (kind === 'query' && writes(route)) refuse('a query only reads, and PUT, PATCH and DELETE write: use vendor.command')
  if (kind === 'command' && /^(GET|HEAD) /i.test(route)) refuse('a command writes, and GET and HEAD only read: use vendor.query')
  if (kind !== 'query') {
    for (const name of Object.keys(mandatory) as (keyof Mandatory)[]) if (stated[name] === undefined) refuse(mandatory[name])
    if (idempotency?.by === 'none' && given.retry) {
      refuse(
        'a command whose idempotency is none is sent once: remove retry, or state how the vendor recognises a second sending',
      )
    }
  }
  const asked = [given.poll?.request, given.result && 'request' in given.result && given.result.request]
  for (const part of asked) if (typeof part === 'string' && writes(part)) refuse(`${part} writes, and a job is only asked about`)
  if (approval < leastApproval[reversibility]) refuse(`${reversibility} needs approval ${leastApproval[reversibility]} at least`)
  if (sensitivity === 'S3' && approval === 'A0') refuse('S3 data is never A0: raise approval to A1 at least')
}

const writes = (route: string): boolean => /^(PUT|PATCH|DELETE) /i.test(route)
