import type { Classes } from '@portico/core'

/** Whether a call must name its business event: it reaches people or binds the company. */
export function needsCorrelation({ sideEffect }: Classes): boolean {
  return sideEffect === 'external_message' || sideEffect === 'external_commitment'
}
