import type { OperationDescription } from '../describe/operation-description.ts'
import { idempotencyWords } from '../describe/facade.ts'
import type { CallCommandOptions } from '../commands/call.ts'
import { Mistake } from '../mistake.ts'

/** Refuses options that do not fit the operation, before anything is opened or sent. */
export function checkOptions(
  operation: Pick<OperationDescription, 'qualifiedName' | 'kind' | 'idempotency' | 'approval' | 'contract' | 'job'>,
  options: CallCommandOptions,
  { remembers }: { readonly remembers: boolean },
): void {
  const { contract, job, approval } = operation
  const refuse = (field: string, problem: string, mend: string): never => {
    throw new Mistake('usage', field, problem, mend)
  }
  if (options.page !== undefined && !contract.paging) refuse('--page', 'the operation has no pages', 'leave it out')
  if (options.all && !contract.paging) refuse('--all', 'the operation has no pages', 'leave it out')
  if (options.all && options.dryRun) refuse('--all', 'a dry run shows one request', 'leave one of them out')
  if (options.job !== undefined && !job) refuse('--job', 'the operation is no job', 'leave it out')
  if (options.wait === false && !job) refuse('--no-wait', 'the operation is no job', 'leave it out')
  if (options.output !== undefined && !givesBytes(contract)) {
    refuse('--output', 'the operation gives no file', 'its result goes to stdout: leave it out, and pipe it')
  }
  if (options.key !== undefined) checkKey(operation, remembers, refuse)
  if (approval.correlationId === 'required' && !options.correlationId?.trim() && !options.dryRun && options.job === undefined) {
    refuse(
      '--correlation-id',
      `${operation.qualifiedName} is an ${approval.sideEffect}`,
      'name the order, ticket or incident that it is for',
    )
  }
}

export function givesBytes(contract: OperationDescription['contract']): boolean {
  return 'deliver' in contract.output && contract.output.deliver === 'bytes'
}

/** A key that nobody recognises would be a promise that does not hold. */
function checkKey(
  { kind, idempotency }: Pick<OperationDescription, 'kind' | 'idempotency'>,
  remembers: boolean,
  refuse: (field: string, problem: string, mend: string) => never,
): void {
  if (kind === 'query' || !idempotency) refuse('--key', 'a query takes no key', 'leave it out: it changes nothing')
  const by = idempotency?.by
  if (by === 'none') refuse('--key', `the operation takes no key (${idempotencyWords(idempotency)})`, 'leave it out')
  if ((by === 'claim' || by === 'lookup') && !remembers) {
    refuse(
      '--key',
      'the vendor recognises no key, and nothing here remembers one after this command',
      'add a store to portico.config.ts, or leave it out',
    )
  }
}
