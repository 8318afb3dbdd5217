import type { ActorType } from '../contract/classes.ts'
import type { Shape } from '../contract/delivery.ts'
import type { CallContext } from '../contract/client.ts'
import type { PageOptions } from '../contract/method.ts'
import type { ConnectorError, InputIssue } from '../error/connector-error.ts'
import { callNames, notAnOption, unknownName } from '../client/known-options.ts'
import type { Call } from './call.ts'
import type { Step } from './step.ts'
import { isTraceable, mostTraceable } from './traceable.ts'

interface Issue {
  readonly code: string
  readonly path: readonly PropertyKey[]
  readonly message: string
  readonly keys?: readonly string[]
}
interface Parser {
  safeParse(value: unknown): { success: true; data: unknown } | { success: false; error: { issues: readonly Issue[] } }
}

/** Parses with a zod schema and returns the parsed value, or its issues in our words. */
export function parse(schema: Shape, value: unknown): { data: unknown; issues?: undefined } | { issues: readonly InputIssue[] } {
  const result = (schema as unknown as Parser).safeParse(value)
  if (result.success) return result
  return {
    issues: result.error.issues.map((issue) => ({
      path: issue.path.map(String).join('.'),
      message: isMissing(issue, value) ? 'is missing' : issue.message,
    })),
  }
}

/** For a missing field, zod reports a wrong type, or a value outside the allowed ones. */
const ofAnotherKind: ReadonlySet<string> = new Set(['invalid_type', 'invalid_value', 'invalid_union'])

function isMissing({ code, path }: Issue, value: unknown): boolean {
  if (path.length === 0 || !ofAnotherKind.has(code)) return false
  return (
    path.reduce<unknown>((at, name) => (at as Readonly<Record<PropertyKey, unknown>> | null | undefined)?.[name], value) ===
    undefined
  )
}

/** `title: Too small …; labels: …`: each field with what is wrong with it, on one line. */
export function describeIssues(issues: readonly InputIssue[]): string {
  const shown = issues.slice(0, 5).map(({ path, message }) => (path ? `${path}: ${message}` : message))
  return issues.length > 5 ? `${shown.join('; ')}; and ${issues.length - 5} more` : shown.join('; ')
}

/** No comparison would ever find a NaN deadline passed. */
export function isTimeout(timeoutMs: number | undefined): boolean {
  return timeoutMs === undefined || (typeof timeoutMs === 'number' && timeoutMs >= 0)
}

const actorTypes: ReadonlySet<ActorType> = new Set([
  'human',
  'observer_agent',
  'recommender_agent',
  'executor_system',
  'automated_workflow',
])

/** The option of a call that is wrong, and what it should be. */
export type WrongOption = readonly [path: string, wanted: string]

/** The first option, or id in the client's context, that is wrong by itself, whatever the call and the actor. */
export function wrongOption(options: PageOptions, context: CallContext): WrongOption | undefined {
  const { idempotencyKey, signal, timeoutMs } = options
  const unknown = unknownName(options, callNames)
  if (unknown !== undefined) return [unknown, notAnOption(callNames)]
  if (idempotencyKey !== undefined && !(typeof idempotencyKey === 'string' && /^[\x21-\x7e]{1,255}$/.test(idempotencyKey)))
    return ['idempotencyKey', '1 to 255 visible ASCII characters']
  if (signal !== undefined && typeof (signal as Partial<AbortSignal>).addEventListener !== 'function')
    return ['signal', 'an AbortSignal, such as the signal of an AbortController']
  for (const name of ['correlationId', 'causationId'] as const) {
    const given = options[name] ?? context[name]
    if (given !== undefined && !isTraceable(given)) return [name, `1 to ${mostTraceable} characters, and no control characters`]
  }
  return isTimeout(timeoutMs) ? undefined : ['timeoutMs', 'milliseconds, 0 or more']
}

export function optionRefused(call: Call, [path, wanted]: WrongOption): ConnectorError {
  const message = `${path}: ${wanted}`
  return call.fail({ code: 'invalid_input', message, issues: [{ path, message }] })
}

/** Checks the options of a call. */
export function checkOptions(call: Call): void {
  const refuse = (...wrong: WrongOption): never => {
    throw optionRefused(call, wrong)
  }
  const wrong = wrongOption(call.options, call.binding.context)
  if (wrong) refuse(...wrong)
  const { actor } = call
  // Keys, approvals and the rule that nobody approves their own call all depend on the actor.
  if (!actorTypes.has(actor.type)) refuse('actor.type', `one of ${[...actorTypes].join(', ')}`)
  if (!isText(actor.id)) refuse('actor.id', 'the id of whoever acts')
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value.trim() !== ''
}

/** Checks the input against the contract. Unknown fields are refused, so that nothing undescribed is sent. */
export function validateStep(schema: Shape): Step {
  return {
    name: 'validate',
    run(call: Call) {
      const parsed = parse(schema, call.raw)
      if (parsed.issues) {
        throw call.fail({ code: 'invalid_input', message: describeIssues(parsed.issues), issues: parsed.issues })
      }
      call.input = parsed.data
      checkOptions(call)
    },
  }
}
