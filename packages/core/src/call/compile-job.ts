import type { Shape } from '../contract/delivery.ts'
import type { Answer, Failure } from '../contract/failure.ts'
import type { JobDefinition, OperationDefinition } from '../contract/operation.ts'
import { sendStep } from '../send/send.ts'
import { fieldRedactor } from '../telemetry/redaction.ts'
import { answerLimit } from './answer-limit.ts'
import { authorizeStep } from './authorize.ts'
import type { Call } from './call.ts'
import type { CompiledOperation } from './compile.ts'
import { compilePath } from './dotted-path.ts'
import { proveStep } from './prove.ts'
import { recordStep } from './record.ts'
import { compileRequest } from './render-request.ts'
import { checkOptions, validateStep } from './validate.ts'
import { verifyStep } from './verify.ts'

/** What one poll reports. */
export interface Polled {
  readonly state: 'running' | 'done' | { readonly failed: Failure }
  readonly answer: Answer
}

/** The operations that make up a job, each governed, audited and retried like any other. */
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
    ...(typeof request !== 'string' && { located: request.url }),
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
      ...('url' in job.result && { located: 'url' }),
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
  /** The input field that holds a URL given by the vendor. Such a URL may itself grant access, so it is never shown. */
  readonly located?: string
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
    // The handle identifies the job; handle fields that the route does not use are not sent to the vendor.
    query: () => ({}),
    ...(writes && { body: () => undefined }),
    ...(definition.origin !== undefined && { origin: definition.origin }),
    ...(definition.decode && { decode: definition.decode }),
    ...(definition.maxResponseBytes !== undefined && { maxResponseBytes: definition.maxResponseBytes }),
    timeoutMs: definition.timeoutMs,
    totalTimeoutMs: definition.totalTimeoutMs,
    retry: definition.retry,
    // Polling an approved job needs no second approval, nor does cancelling it, which only stops what was approved.
    sideEffect: writes ? 'internal_write' : 'none',
    approval: definition.sensitivity === 'S3' ? 'A1' : 'A0',
    reversibility: 'R0',
    sensitivity: definition.sensitivity === 'S3' ? 'S2' : definition.sensitivity,
    ...(writes && { idempotency: { by: 'upsert' as const } }),
  }
  const delivery = given.output && '~deliver' in given.output ? given.output['~deliver'] : undefined
  const { located } = given
  const locate = located === undefined ? undefined : (input: unknown) => String((input as Record<string, unknown>)[located])
  // A result's URL is read from an answer; every other part takes the handle.
  const accept = name === 'result' && locate ? acceptStep : validateStep(handle)
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
    ...(located !== undefined && { shown: fieldRedactor([located]) }),
    outputSchema: given.outputSchema,
    delivery,
    maxBytes: answerLimit(partDefinition, delivery),
    writes,
    claims: false,
    render: compileRequest(partDefinition, vendor),
    read: given.read,
    locate,
    nextPage: undefined,
    entityId: undefined,
    rollbackName: undefined,
    steps: [accept, authorizeStep, proveStep, sendStep, verifyStep, recordStep],
    job: undefined,
  }
}

const acceptStep = {
  name: 'validate',
  run(call: Call): void {
    call.input = call.raw
    checkOptions(call)
  },
}
