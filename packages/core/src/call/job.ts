import type { Binding } from '../client/binding.ts'
import type { Answer } from '../contract/failure.ts'
import type { CallOptions, JobHandle, JobStatus } from '../contract/method.ts'
import type { Detailed, Receipt } from '../contract/receipt.ts'
import { ConnectorError, type InputIssue } from '../error/connector-error.ts'
import { codeOf } from '../send/classify.ts'
import type { Call } from './call.ts'
import type { CompiledOperation } from './compile.ts'
import type { CompiledJob, Polled } from './compile-job.ts'
import { compilePath } from './dotted-path.ts'
import { ofStarted } from './of-started.ts'
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
  if (handle.operation !== job.start.name)
    throw new TypeError(`this handle belongs to ${handle.operation}, not to ${job.start.name}`)
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
  const message = state.failed.message ?? codeOf(state.failed.code)
  return { state: 'failed', pollAfterMs: 0, ...(message !== undefined && { message: binding.redact(message) }) }
}

/**
 * Polls until the job ends or its declared SLA has passed; a later `wait` with the same handle continues. `started` is the
 * receipt of the start, where this is the second half of one call.
 */
export async function waitForJob(
  job: CompiledJob,
  binding: Binding,
  handle: JobHandle,
  options: CallOptions,
  started?: Receipt,
): Promise<Detailed<unknown>> {
  const { clock } = binding
  const { timeoutMs, ...withoutTimeout } = options
  // The first poll refuses an invalid timeout.
  const pollOptions = isTimeout(timeoutMs) ? withoutTimeout : options
  const until = clock.now() + Math.min(job.definition.withinMs, timeoutMs ?? Number.POSITIVE_INFINITY)
  const told = (call: Call, details: Parameters<Call['fail']>[0]): ConnectorError => {
    const error = call.fail(details)
    error.receipt = call.receipt
    return started ? ofStarted(error, job.start, started, error.commitState) : error
  }
  const asked = async <T>(asking: Promise<T>): Promise<T> => {
    try {
      return await asking
    } catch (error) {
      // A failed poll did nothing by itself, but as the second half of a call it follows a start that did.
      throw started && error instanceof ConnectorError ? ofStarted(error, job.start, started, 'committed') : error
    }
  }
  for (;;) {
    const { call, polled } = await asked(pollOnce(job, binding, handle, pollOptions))
    if (polled.state === 'done') {
      const end = resultOf(job, handle, polled, call)
      if ('drifted' in end) throw told(call, end.drifted)
      return 'data' in end ? end : asked(fetched(end.fetch, binding, end.input, pollOptions))
    }
    if (polled.state !== 'running') {
      throw told(call, {
        code: 'rejected',
        message: `the job failed: ${statusOf(job, binding, polled).message ?? 'no reason given'}`,
        // The job was under way: only the vendor's answer can tell how much of it was done.
        commitState: polled.state.failed.commitState ?? 'unknown',
      })
    }
    const wait = job.definition.poll.everyMs
    if (clock.now() + wait > until) {
      const message = `the job is still running at the vendor after ${job.definition.withinMs} ms: wait again with its handle`
      throw told(call, { code: 'timeout', message, commitState: 'committed', retryable: true, retryAfterMs: wait })
    }
    try {
      await clock.wait(wait, options.signal)
    } catch {
      throw told(call, {
        code: 'cancelled',
        message: 'stopped waiting: the job is still running at the vendor',
        commitState: 'committed',
      })
    }
  }
}

type Result =
  | Detailed<unknown>
  | { readonly drifted: Parameters<Call['fail']>[0] }
  | { readonly fetch: CompiledOperation; readonly input: unknown }

/** The result in the last poll's answer, or where to ask for it. */
function resultOf(job: CompiledJob, handle: JobHandle, polled: Polled, last: Call): Result {
  const { result } = job.definition
  if (result && job.result) {
    if (!('url' in result)) return { fetch: job.result, input: handle.data }
    const url = addressIn(polled.answer, result.url)
    return url === undefined ? drifted("the job's answer names no address of its result") : { fetch: job.result, input: { url } }
  }
  const { output, pick } = job.start.definition
  if ('~deliver' in output) return { data: undefined, receipt: last.receipt! }
  const parsed = parse(output, pick === undefined ? polled.answer.body : compilePath(pick)(polled.answer.body))
  if (!parsed.issues) return { data: parsed.data, receipt: last.receipt! }
  return drifted(`the job's result has drifted from the contract: ${describeIssues(parsed.issues)}`, parsed.issues)
}

/** The connector reads this from an answer that it may not have foreseen. */
function addressIn(answer: Answer, read: (answer: Answer) => unknown): string | undefined {
  try {
    const url = read(answer)
    return typeof url === 'string' && url !== '' ? url : undefined
  } catch {
    return undefined
  }
}

function drifted(message: string, issues: readonly InputIssue[] = []): Result {
  return { drifted: { code: 'contract_violation', message, commitState: 'committed', issues } }
}

async function fetched(
  result: CompiledOperation,
  binding: Binding,
  input: unknown,
  options: CallOptions,
): Promise<Detailed<unknown>> {
  const call = await run(result, binding, input, options)
  return { data: call.output, receipt: call.receipt! }
}

export async function cancelJob(job: CompiledJob, binding: Binding, handle: JobHandle, options: CallOptions): Promise<JobStatus> {
  if (!job.cancel) throw new TypeError(`${job.start.qualifiedName} states no way to cancel it`)
  await run(job.cancel, binding, handle.data, options)
  return { state: 'cancelled', pollAfterMs: 0 }
}
