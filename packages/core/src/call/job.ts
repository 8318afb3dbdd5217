import type { Binding } from '../client/binding.ts'
import type { Shape } from '../contract/delivery.ts'
import type { Answer, Failure } from '../contract/failure.ts'
import type { CallOptions, JobHandle, JobStatus } from '../contract/method.ts'
import type { JobDefinition, OperationDefinition } from '../contract/operation.ts'
import type { Detailed } from '../contract/receipt.ts'
import type { Call } from './call.ts'
import type { CompiledOperation } from './compile.ts'
import { compilePath } from './dotted-path.ts'
import { authorizeStep } from './authorize.ts'
import { proveStep } from './prove.ts'
import { recordStep } from './record.ts'
import { compileRequest } from './render-request.ts'
import { run } from './run.ts'
import { sendStep } from '../send/send.ts'
import { describeIssues, parse, validateStep } from './validate.ts'
import { verifyStep } from './verify.ts'

/** What one poll tells. */
interface Polled {
  readonly state: 'running' | 'done' | { readonly failed: Failure }
  readonly answer: Answer
}

/** The operations that a job is made of, each governed, audited and retried like any other. */
export interface CompiledJob {
  readonly definition: JobDefinition
  readonly start: CompiledOperation
  readonly poll: CompiledOperation
  readonly result: CompiledOperation | undefined
  readonly cancel: CompiledOperation | undefined
}

export function compileJob(start: CompiledOperation, vendor: Parameters<typeof compileRequest>[1]): CompiledJob {
  const job = start.definition.job!
  const { request } = job.poll
  const poll = part(start, vendor, 'poll', {
    route: typeof request === 'string' ? request : 'GET /',
    read: (answer): Polled => ({ state: job.poll.state(answer), answer }),
    ...(typeof request !== 'string' && { locate: (input: unknown) => String((input as Record<string, unknown>)[request.url]) }),
  })
  const output = start.definition.output
  const outputShape = '~deliver' in output ? undefined : output
  const pick = start.definition.pick === undefined ? (body: unknown) => body : compilePath(start.definition.pick)
  const result =
    job.result &&
    part(start, vendor, 'result', {
      route: 'request' in job.result ? job.result.request : 'GET /',
      output,
      outputSchema: outputShape,
      read: (answer) => pick(answer.body),
      ...('url' in job.result && { locate: (input: unknown) => (input as { url: string }).url }),
    })
  const cancel =
    job.cancel === undefined
      ? undefined
      : part(start, vendor, 'cancel', { route: job.cancel, writes: true, read: () => undefined })
  return { definition: job, start, poll, result, cancel }
}

interface Part {
  readonly route: string
  readonly read: (answer: Answer) => unknown
  readonly locate?: (input: unknown) => string
  readonly output?: OperationDefinition['output']
  readonly outputSchema?: Shape | undefined
  readonly writes?: boolean
}

function part(
  start: CompiledOperation,
  vendor: Parameters<typeof compileRequest>[1],
  name: string,
  given: Part,
): CompiledOperation {
  const { definition } = start
  const handle = definition.job!.handle.schema
  const writes = given.writes ?? false
  const partDefinition: OperationDefinition = {
    kind: writes ? 'command' : 'query',
    route: given.route,
    summary: `${definition.summary} (${name})`,
    input: handle,
    output: given.output ?? handle,
    examples: [],
    // The handle names what is asked about; what the route does not take of it is not the vendor's to know.
    query: () => ({}),
    ...(writes && { body: () => undefined }),
    ...(definition.origin !== undefined && { origin: definition.origin }),
    ...(definition.decode && { decode: definition.decode }),
    ...(definition.maxResponseBytes !== undefined && { maxResponseBytes: definition.maxResponseBytes }),
    timeoutMs: definition.timeoutMs,
    totalTimeoutMs: definition.totalTimeoutMs,
    retry: definition.retry,
    // Asking about a job that was approved needs no second approval; stopping it undoes what nobody decided yet.
    sideEffect: writes ? 'internal_write' : 'none',
    approval: definition.sensitivity === 'S3' ? 'A1' : 'A0',
    reversibility: 'R0',
    sensitivity: definition.sensitivity === 'S3' ? 'S2' : definition.sensitivity,
    ...(writes && { idempotency: { by: 'upsert' as const } }),
  }
  const delivery = given.output && '~deliver' in given.output ? given.output['~deliver'] : undefined
  const locate = given.locate
  // A located part takes its URL as input; every other one takes the handle.
  const steps = [...(locate ? [] : [validateStep(handle)]), authorizeStep, proveStep, sendStep, verifyStep, recordStep]
  return {
    ...start,
    name: `${start.name}.${name}`,
    qualifiedName: `${start.qualifiedName}.${name}`,
    definition: partDefinition,
    classes: {
      ...start.classes,
      sideEffect: partDefinition.sideEffect,
      approval: 'A0',
      reversibility: 'R0',
      sensitivity: partDefinition.sensitivity,
    },
    input: handle,
    outputSchema: given.outputSchema,
    delivery,
    writes,
    claims: false,
    render: compileRequest(partDefinition, vendor),
    read: given.read,
    locate,
    nextPage: undefined,
    entityId: undefined,
    rollbackName: undefined,
    steps: locate ? [acceptStep, ...steps] : steps,
    job: undefined,
  }
}

const acceptStep = {
  name: 'validate',
  run(call: Call): void {
    call.input = call.raw
  },
}

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
  const { timeoutMs, ...pollOptions } = options
  const until = clock.now() + Math.min(job.definition.withinMs, timeoutMs ?? Number.POSITIVE_INFINITY)
  for (;;) {
    const { call, polled } = await pollOnce(job, binding, handle, pollOptions)
    if (polled.state === 'done') return finish(job, binding, handle, polled, call, pollOptions)
    if (polled.state !== 'running') {
      throw told(call, {
        code: 'rejected',
        message: `the job failed: ${statusOf(job, binding, polled).message ?? 'no reason given'}`,
        commitState: 'refused',
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
