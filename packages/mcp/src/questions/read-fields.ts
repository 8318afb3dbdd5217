import type { Asking, CompiledRound } from './question.ts'

type ReadFields =
  | { readonly values: Readonly<Record<string, unknown>> }
  | { readonly declined: true }
  /** Not an answer to this question: it is asked again. */
  | undefined

/** What the client says the person filled in, limited to the form's fields. The call path validates the values themselves. */
function readFields({ form }: Asking, response: unknown): ReadFields {
  const { action, content } = (response ?? {}) as { readonly action?: unknown; readonly content?: unknown }
  if (action === 'decline' || action === 'cancel') return { declined: true }
  if (action !== 'accept' || typeof content !== 'object' || content === null) return undefined
  const given = Object.keys(form.properties).filter((field) => Object.hasOwn(content, field))
  if (form.required.some((field) => !given.includes(field))) return undefined
  return { values: Object.fromEntries(given.map((field) => [field, (content as Readonly<Record<string, unknown>>)[field]])) }
}

export interface ReadRound {
  readonly values: Readonly<Record<string, unknown>>
  readonly declined: boolean
  /** What is still unanswered. */
  readonly open: CompiledRound
}

/** Reads a round's answers, partial or complete. Fields that were not asked for are ignored. */
export function readRound(round: CompiledRound, responses: Readonly<Record<string, unknown>>): ReadRound {
  let values: Readonly<Record<string, unknown>> = {}
  let declined = false
  const open: Record<string, Asking> = {}
  for (const [name, asking] of Object.entries(round)) {
    const read = Object.hasOwn(responses, name) ? readFields(asking, responses[name]) : undefined
    if (!read) open[name] = asking
    else if ('declined' in read) declined = true
    else values = { ...values, ...read.values }
  }
  return { values, declined, open }
}
