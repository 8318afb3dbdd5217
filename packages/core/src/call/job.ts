import type { Binding } from '../client/binding.ts'
import type { CallOptions, JobHandle, JobStatus } from '../contract/method.ts'
import type { Detailed } from '../contract/receipt.ts'
import type { Call } from './call.ts'
import type { CompiledJob, Polled } from './compile-job.ts'
import { compilePath } from './dotted-path.ts'
import { run } from './run.ts'
import { describeIssues, isTimeout, parse } from './validate.ts'

export async function startJob(
  job: CompiledJob,
  binding: Binding,
  input: unknown,
  options: CallOptions,
): Promise<Detailed<JobHandle>> {
  const call = await run(job.start, binding, input, options)
  return { data: handleOf(job, call), receipt: call.receipt! }
}

export function handleOf(job: CompiledJob, call: Call): JobHandle {
  return { operation: job.start.name, data: call.output as Readonly<Record<string, unknown>> }
}

async function pollOnce(
  job: CompiledJob,
  binding: Binding,
  handle: JobHandle,
  options: CallOptions,
): Promise<{ call: Call; polled: Polled }> {
  if (handle.operation !== job.start.name) throw new TypeError(`this handle is of ${handle.operation}, not of ${job.start.name}`)
  const call = await run(job.poll, binding, handle.data, options)
  return { call, polled: call.output as Polled }
}

export async function jobStatus(job: CompiledJob, binding: Binding, handle: JobHandle, options: CallOptions): Promise<JobStatus> {
  const { polled } = await pollOnce(job, binding, handle, options)
  return statusOf(job, binding, polled)
}

function statusOf(job: CompiledJob, binding: Binding, { state }: Polled): JobStatus {
  const pollAfterMs = job.definition.poll.everyMs
  if (typeof state === 'string') return { state, pollAfterMs: state === 'running' ? pollAfterMs : 0 }
  const message = state.failed.message ?? state.failed.code ?? undefined
  return { state: 'failed', pollAfterMs: 0, ...(message !== undefined && { message: binding.redact(message) }) }
}

/** Polls to the end of the job, or to its declared SLA; a later `wait` with the same handle goes on. */
export async function waitForJob(
  job: CompiledJob,
  binding: Binding,
  handle: JobHandle,
  options: CallOptions,
): Promise<Detailed<unknown>> {
  const { clock } = binding
  const { timeoutMs, ...withoutTimeout } = options
  // The first poll refuses what is no time.
  const pollOptions = isTimeout(timeoutMs) ? withoutTimeout : options
  const until = clock.now() + Math.min(job.definition.withinMs, timeoutMs ?? Number.POSITIVE_INFINITY)
  for (;;) {
    const { call, polled } = await pollOnce(job, binding, handle, pollOptions)
    if (polled.state === 'done') return finish(job, binding, handle, polled, call, pollOptions)
    if (polled.state !== 'running') {
      throw told(call, {
        code: 'rejected',
        message: `the job failed: ${statusOf(job, binding, polled).message ?? 'no reason given'}`,
        // It was under way: what of it was done by then only the vendor's answer can tell.
        commitState: polled.state.failed.commitState ?? 'unknown',
      })
    }
    const wait = job.definition.poll.everyMs
    if (clock.now() + wait > until) {
      const message = `the job runs on at the vendor after ${job.definition.withinMs} ms: wait again with its handle`
      throw told(call, { code: 'timeout', message, commitState: 'committed', retryable: true, retryAfterMs: wait })
    }
    try {
      await clock.wait(wait, options.signal)
    } catch {
      throw told(call, { code: 'cancelled', message: 'stopped waiting: the job runs on at the vendor', commitState: 'committed' })
    }
  }
}

function told(call: Call, details: Parameters<Call['fail']>[0]): Error {
  const error = call.fail(details)
  error.receipt = call.receipt
  return error
}

async function finish(
  job: CompiledJob,
  binding: Binding,
  handle: JobHandle,
  polled: Polled,
  last: Call,
  options: CallOptions,
): Promise<Detailed<unknown>> {
  const { result } = job.definition
  if (!result || !job.result) {
    const { output, pick } = job.start.definition
    if ('~deliver' in output) return { data: undefined, receipt: last.receipt! }
    const parsed = parse(output, pick === undefined ? polled.answer.body : compilePath(pick)(polled.answer.body))
    if (parsed.issues) {
      const message = `the job's result has drifted from the contract: ${describeIssues(parsed.issues)}`
      throw told(last, { code: 'contract_violation', message, commitState: 'committed', issues: parsed.issues })
    }
    return { data: parsed.data, receipt: last.receipt! }
  }
  const input = 'url' in result ? { url: result.url(polled.answer) } : handle.data
  const call = await run(job.result, binding, input, options)
  return { data: call.output, receipt: call.receipt! }
}

export async function cancelJob(job: CompiledJob, binding: Binding, handle: JobHandle, options: CallOptions): Promise<JobStatus> {
  if (!job.cancel) throw new TypeError(`${job.start.qualifiedName} states no way to cancel it`)
  await run(job.cancel, binding, handle.data, options)
  return { state: 'cancelled', pollAfterMs: 0 }
}
