import type { CompiledOperation } from '@portico/core/definition'
import { needsCorrelation } from '../describe/needs-correlation.ts'
import type { CallCommandOptions } from '../commands/call.ts'
import { Mistake } from '../mistake.ts'

/** Refuses options that do not fit the operation, before anything is opened or sent. */
export function checkOptions(
  operation: CompiledOperation,
  options: CallCommandOptions,
  { remembers }: { readonly remembers: boolean },
): void {
  const { qualifiedName, classes, delivery } = operation
  const { page, job } = operation.definition
  const refuse = (field: string, problem: string, hint: string): never => {
    throw new Mistake('usage', field, problem, hint)
  }
  if (options.page !== undefined && !page) refuse('--page', 'the operation has no pages', 'leave it out')
  if (options.all && !page) refuse('--all', 'the operation has no pages', 'leave it out')
  if (options.all && options.dryRun) refuse('--all', 'a dry run shows one request', 'leave one of them out')
  if (options.job !== undefined && !job) refuse('--job', 'the operation is not a job', 'leave it out')
  if (options.wait === false && !job) refuse('--no-wait', 'the operation is not a job', 'leave it out')
  if (options.output !== undefined && delivery !== 'bytes') {
    refuse('--output', 'the operation returns no file', 'its result goes to stdout: leave it out, and pipe it')
  }
  if (options.key !== undefined) checkKey(operation, remembers, refuse)
  if (needsCorrelation(classes) && !options.correlationId?.trim() && !options.dryRun && options.job === undefined) {
    refuse(
      '--correlation-id',
      `${qualifiedName} is an ${classes.sideEffect}`,
      'name the order, ticket or incident that it is for',
    )
  }
}

/** A key that nobody recognises would be a false promise. */
function checkKey(
  { definition: { kind, idempotency } }: CompiledOperation,
  remembers: boolean,
  refuse: (field: string, problem: string, hint: string) => never,
): void {
  if (kind === 'query' || !idempotency) return refuse('--key', 'a query takes no key', 'leave it out: it changes nothing')
  if (idempotency.by === 'none') refuse('--key', `the operation takes no key (none: ${idempotency.because})`, 'leave it out')
  if ((idempotency.by === 'claim' || idempotency.by === 'lookup') && !remembers) {
    refuse(
      '--key',
      'the vendor recognises no key, and nothing here remembers one after this command',
      'add a store to portico.config.ts, or leave it out',
    )
  }
}
