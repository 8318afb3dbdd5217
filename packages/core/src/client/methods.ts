import type { CallOptions, JobHandle, JobStatus, PageOptions } from '../contract/method.ts'
import type { Detailed, DryRun, Receipt } from '../contract/receipt.ts'
import type { Call } from '../call/call.ts'
import type { CompiledOperation } from '../call/compile.ts'
import { dryRun } from '../call/dry-run.ts'
import { cancelJob, handleOf, jobStatus, startJob, waitForJob } from '../call/job.ts'
import { resume } from '../call/resume.ts'
import { runFor } from '../call/run.ts'
import { undo } from '../call/undo.ts'
import type { Binding } from './binding.ts'
import { items, pageOf, pages, runPage } from './iterate.ts'

const outputOf = (call: Call): unknown => call.output
const detailedOf = (call: Call): Detailed<unknown> => ({ data: call.output, receipt: call.receipt! })
const pageDetailedOf = (call: Call): Detailed<unknown> => ({ data: pageOf(call), receipt: call.receipt! })

/** A method whose operation is known only at run time. Members that its kind lacks are undefined. */
export interface UntypedMethod {
  detailed(input: unknown, call?: PageOptions): Promise<Detailed<unknown>>
  dryRun(input: unknown, call?: CallOptions): Promise<DryRun>
  resume(approval: string, call?: CallOptions): Promise<Detailed<unknown>>
  undo(receipt: Receipt, call?: CallOptions): Promise<Detailed<unknown>>
  start?(input: unknown, call?: CallOptions): Promise<Detailed<JobHandle>>
  resumeStart?(approval: string, call?: CallOptions): Promise<Detailed<JobHandle>>
  status?(handle: JobHandle, call?: CallOptions): Promise<JobStatus>
  wait?(handle: JobHandle, call?: CallOptions): Promise<Detailed<unknown>>
  cancel?(handle: JobHandle, call?: CallOptions): Promise<JobStatus>
}

/** An operation on a client: a function, with its other uses as properties. */
export function methodOf(operation: CompiledOperation, binding: Binding): UntypedMethod {
  const common = {
    dryRun: (input: unknown, call: CallOptions = {}) => dryRun(operation, binding, input, call),
    undo: async (receipt: Receipt, call: CallOptions = {}) => detailedOf(await undo(operation, binding, receipt, call)),
  }
  if (operation.job) return jobMethodOf(operation, binding, common)
  if (operation.nextPage) {
    return Object.assign(
      async (input: unknown, call: PageOptions = {}) => pageOf(await runPage(operation, binding, input, call)),
      {
        ...common,
        detailed: async (input: unknown, call: PageOptions = {}) =>
          pageDetailedOf(await runPage(operation, binding, input, call)),
        items: (input: unknown, call: PageOptions = {}) => items(operation, binding, input, call),
        pages: (input: unknown, call: PageOptions = {}) => pages(operation, binding, input, call),
        resume: async (approval: string, call: CallOptions = {}) =>
          pageDetailedOf(await resume(operation, binding, approval, call)),
      },
    )
  }
  return Object.assign((input: unknown, call: CallOptions = {}) => runFor(outputOf, operation, binding, input, call), {
    ...common,
    detailed: (input: unknown, call: CallOptions = {}) => runFor(detailedOf, operation, binding, input, call),
    resume: async (approval: string, call: CallOptions = {}) => detailedOf(await resume(operation, binding, approval, call)),
  })
}

function jobMethodOf(
  operation: CompiledOperation,
  binding: Binding,
  common: Pick<UntypedMethod, 'dryRun' | 'undo'>,
): UntypedMethod {
  const job = operation.job!
  const toEnd = async (started: Detailed<JobHandle>, call: CallOptions): Promise<Detailed<unknown>> => {
    const { idempotencyKey: _startKey, ...waiting } = call
    const { data } = await waitForJob(job, binding, started.data, waiting, started.receipt)
    return { data, receipt: started.receipt }
  }
  const whole = async (input: unknown, call: CallOptions): Promise<Detailed<unknown>> =>
    toEnd(await startJob(job, binding, input, call), call)
  const resumeStart = async (approval: string, call: CallOptions = {}): Promise<Detailed<JobHandle>> => {
    const started = await resume(operation, binding, approval, call)
    return { data: handleOf(job, started), receipt: started.receipt! }
  }
  return Object.assign(async (input: unknown, call: CallOptions = {}) => (await whole(input, call)).data, {
    ...common,
    detailed: (input: unknown, call: CallOptions = {}) => whole(input, call),
    start: (input: unknown, call: CallOptions = {}) => startJob(job, binding, input, call),
    status: (handle: JobHandle, call: CallOptions = {}) => jobStatus(job, binding, handle, call),
    wait: (handle: JobHandle, call: CallOptions = {}) => waitForJob(job, binding, handle, call),
    cancel: (handle: JobHandle, call: CallOptions = {}) => cancelJob(job, binding, handle, call),
    resumeStart,
    resume: async (approval: string, call: CallOptions = {}) => toEnd(await resumeStart(approval, call), call),
  })
}
