import type { Classes } from '../contract/classes.ts'
import type { AnyConnector } from '../contract/connector.ts'
import type { Delivery, Shape } from '../contract/delivery.ts'
import type { Answer } from '../contract/failure.ts'
import type { AnyOperation, OperationDefinition } from '../contract/operation.ts'
import type { VendorIdentity } from '../contract/vendor-definition.ts'
import { pinOf } from '../pin/pin.ts'
import { sendStep } from '../send/send.ts'
import { fieldRedactor, type Redactor } from '../telemetry/redaction.ts'
import { answerLimit } from './answer-limit.ts'
import { authorizeStep } from './authorize.ts'
import type { Call } from './call.ts'
import { compileTakesCursor } from './apply-cursor.ts'
import { claimStep } from './claim.ts'
import { type CompiledJob, compileJob } from './compile-job.ts'
import { compilePath } from './dotted-path.ts'
import { checkedRollbackName } from './named-rollback.ts'
import { compileNextPage, type NextPage } from './next-page.ts'
import { refuseGovernedPosition } from './page-position.ts'
import { proveStep } from './prove.ts'
import { recordStep } from './record.ts'
import { compileRequest, type RenderRequest } from './render-request.ts'
import type { Step } from './step.ts'
import { checkOutput, strictInput } from './strict-input.ts'
import { validateStep } from './validate.ts'
import { verifyStep } from './verify.ts'

/** An operation with everything precomputed that does not depend on a tenant or a call. */
export interface CompiledOperation {
  readonly name: string
  /** `github.createIssue` */
  readonly qualifiedName: string
  readonly definition: OperationDefinition
  readonly classes: Classes
  readonly input: Shape
  /** An input without what policies, approvers and audit may not see; the second also without what audit omits. */
  readonly shown: Redactor
  readonly audited: Redactor
  readonly outputSchema: Shape | undefined
  readonly delivery: Delivery['~deliver'] | undefined
  readonly maxBytes: number | undefined
  readonly writes: boolean
  /** Whether calls claim their key: true for a write that a key or claim keeps from starting twice. */
  readonly claims: boolean
  readonly origin: string
  readonly render: RenderRequest
  /** Takes the promised part out of an answer. */
  readonly read: (answer: Answer) => unknown
  /** For an operation whose whole URL the vendor gave: reads that URL from the input. */
  readonly locate: ((input: unknown) => string) | undefined
  readonly nextPage: NextPage | undefined
  readonly takesCursor: ((cursor: string) => boolean) | undefined
  readonly entityId: ((call: Call) => string | undefined) | undefined
  readonly rollbackName: string | undefined
  readonly steps: readonly Step[]
  readonly job: CompiledJob | undefined
  /** Computed when first asked for, then kept. */
  readonly pin: () => string
}

export interface CompiledConnector {
  readonly id: string
  readonly version: string
  readonly vendor: VendorIdentity
  readonly health: string | undefined
  readonly operations: Readonly<Record<string, CompiledOperation>>
}

const slot = Symbol('portico.compiled')

/** Compiles a connector once, however many tenants are bound to it. Throws a `TypeError`, naming `where`, for anything else. */
export function compileConnector(connector: AnyConnector, where = 'connector'): CompiledConnector {
  const given = connector as Partial<AnyConnector> | null | undefined
  if (!given?.vendor || !given.operations)
    throw new TypeError(`${where}: this is not a connector: import { github } from '@portico/connector-github' is one`)
  const holder = connector as AnyConnector & { [slot]?: CompiledConnector }
  holder[slot] ??= compile(connector)
  return holder[slot]
}

function compile(connector: AnyConnector): CompiledConnector {
  const { vendor, version, health } = connector
  const operations: Record<string, CompiledOperation> = {}
  const compiled: CompiledConnector = { id: vendor.id, version, vendor, health, operations }
  for (const [name, operation] of Object.entries(connector.operations)) {
    operations[name] = compileOperation(compiled, connector, name, operation)
  }
  return compiled
}

function compileOperation(
  compiled: CompiledConnector,
  connector: AnyConnector,
  name: string,
  operation: AnyOperation,
): CompiledOperation {
  const { vendor } = connector
  const { definition } = operation
  const qualifiedName = `${vendor.id}.${name}`
  const { job } = definition
  // A job's first answer is its handle; the promised output comes with its result.
  const delivery = !job && '~deliver' in definition.output ? definition.output['~deliver'] : undefined
  const outputSchema = job ? job.handle.schema : delivery === undefined ? (definition.output as Shape) : undefined
  if (outputSchema) checkOutput(outputSchema, `${qualifiedName} output`)
  if (definition.facts) {
    if (!definition.page) throw new TypeError(`${qualifiedName} states facts of a page, but no paging: put them into its output`)
    checkOutput(definition.facts, `${qualifiedName} facts`)
  }
  const input = strictInput(definition.input, `${qualifiedName} input`)
  const { page, route, sideEffect, approval, reversibility, sensitivity } = definition
  if (page) refuseGovernedPosition(page, route, definition.input, qualifiedName)
  const writes = operation.kind !== 'query'
  const claims = writes && definition.idempotency !== undefined && definition.idempotency.by !== 'none'
  let pin: string | undefined
  const compiledOperation: CompiledOperation = {
    name,
    qualifiedName,
    definition,
    classes: { sideEffect, approval, reversibility, sensitivity },
    input,
    // A URL that the vendor gave often grants access by itself.
    shown: fieldRedactor([...(definition.audit?.redact ?? []), ...(definition.url === undefined ? [] : [definition.url])]),
    audited: fieldRedactor(definition.audit?.omit ?? []),
    outputSchema,
    delivery,
    maxBytes: answerLimit(definition, delivery),
    writes,
    claims,
    origin: definition.origin ?? Object.keys(vendor.origins)[0]!,
    render: compileRequest(definition, vendor),
    read: reading(definition),
    locate: definition.url === undefined ? undefined : (value) => String((value as Record<string, unknown>)[definition.url!]),
    nextPage: page && compileNextPage(page, route),
    takesCursor: page && compileTakesCursor(page, route),
    entityId: compileEntityId(definition),
    rollbackName: checkedRollbackName(connector, name),
    steps: [validateStep(input), authorizeStep, ...(claims ? [claimStep] : []), proveStep, sendStep, verifyStep, recordStep],
    job: undefined,
    pin: () => (pin ??= pinOf(compiled, operation.definition, name)),
  }
  return job ? { ...compiledOperation, job: compileJob(compiledOperation, vendor) } : compiledOperation
}

function reading(definition: OperationDefinition): (answer: Answer) => unknown {
  if (definition.job) return definition.job.handle.read
  if (definition.pick === undefined) return (answer) => answer.body
  const pick = compilePath(definition.pick)
  return (answer) => pick(answer.body)
}

function compileEntityId(definition: OperationDefinition): ((call: Call) => string | undefined) | undefined {
  const id = definition.audit?.entity?.id
  if (id === undefined) return undefined
  if (typeof id === 'function') {
    const read = id as (call: { input: unknown; output: unknown }) => string
    // It may read the output, which a failed call does not have.
    return (call) => (call.output === undefined ? undefined : read({ input: call.input, output: call.output }))
  }
  const paths = (typeof id === 'string' ? [id] : id).map((path) => {
    const side = path.startsWith('input.') ? ('input' as const) : ('output' as const)
    return { side, read: compilePath(path.slice(side.length + 1)) }
  })
  return (call) => {
    const parts = paths.map(({ side, read }) => read(call[side]))
    return parts.some((part) => part === undefined || part === null) ? undefined : parts.join('/')
  }
}
