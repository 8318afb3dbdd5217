import type { CallToolResult } from '@modelcontextprotocol/server'
import type { Detailed, Page, PageWithFacts, Receipt } from '@portico/core'
import type { ServedTool } from '../toolset/served-tool.ts'
import { type Continuation, continuationText } from './continuation.ts'
import { cutToFit, valueAt } from './cut.ts'
import { isBytes, readBytes } from './read-bytes.ts'

/** Most characters of JSON in one answer, so that it does not fill a model's context window. */
const answerBudget = 40_000
/** Texts up to this length are shown to a person as they are. */
const shortText = 200

interface Structured {
  data?: unknown
  facts?: unknown
  next?: string
  part?: unknown
  cut?: unknown
  call: object
}

/**
 * A result of the call path as a tool result: structured, with a short text for people and JSON for models that only read text.
 */
export async function answerOf(tool: ServedTool, detailed: Detailed<unknown>, at: Continuation): Promise<CallToolResult> {
  const { data, receipt } = detailed
  const call = callOf(receipt)
  if (isBytes(data)) return readBytes(tool, data, call, at)
  const key = receipt.idempotencyKey
  const rest = (continuation: Continuation): string =>
    continuationText({
      ...(at.cursor !== undefined && { cursor: at.cursor }),
      ...(key !== undefined && tool.operation.claims && { key }),
      ...continuation,
    })
  if (at.path) return structuredAnswer(tool, partOf(data, at, rest, call))
  if (tool.operation.nextPage) return structuredAnswer(tool, pageAnswer(data as Page<unknown>, at, rest, call))
  const structured: Structured = { call }
  if (data !== undefined) {
    const { value, cuts } = cutToFit(data, answerBudget)
    structured.data = value
    if (cuts.length > 0) structured.cut = cuts.map((cut) => ({ ...told(cut), next: rest({ path: cut.path, from: cut.shown }) }))
  }
  return structuredAnswer(tool, structured)
}

function pageAnswer(
  page: Page<unknown> | PageWithFacts<unknown, unknown>,
  at: Continuation,
  rest: (continuation: Continuation) => string,
  call: object,
): Structured {
  const from = at.from ?? 0
  const { value, cuts } = cutToFit(page.items.slice(from), answerBudget)
  const shown = value as readonly unknown[]
  const inItems = cuts.filter(({ path }) => path.length > 0)
  const next =
    from + shown.length < page.items.length
      ? rest({ from: from + shown.length })
      : page.next === undefined
        ? undefined
        : continuationText({ cursor: page.next })
  return {
    data: shown,
    ...('facts' in page && { facts: page.facts }),
    ...(next !== undefined && { next }),
    ...(inItems.length > 0 && {
      cut: inItems.map((cut) => {
        const [index, ...inside] = cut.path
        return { ...told(cut), next: rest({ path: ['items', Number(index) + from, ...inside], from: cut.shown }) }
      }),
    }),
    call,
  }
}

/** Continues what an earlier answer cut, from where it ended. */
function partOf(data: unknown, at: Continuation, rest: (continuation: Continuation) => string, call: object): Structured {
  const path = at.path!
  const from = at.from ?? 0
  const whole = valueAt(data, path)
  const of = typeof whole === 'string' || Array.isArray(whole) ? whole.length : 0
  const left: unknown = typeof whole === 'string' || Array.isArray(whole) ? whole.slice(from) : undefined
  const { value } = cutToFit(left ?? null, answerBudget)
  const shown = typeof value === 'string' || Array.isArray(value) ? value.length : 0
  return {
    part: { path: pointer(path), from, of, value },
    ...(from + shown < of && shown > 0 && { next: rest({ path, from: from + shown }) }),
    call,
  }
}

function told({ path, shown, of }: { path: readonly (string | number)[]; shown: number; of: number }): object {
  return { path: pointer(path), shown, of }
}

/** RFC 6901 */
function pointer(path: readonly (string | number)[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}

function callOf(receipt: Receipt): object {
  const { callId, commitState, replayed, idempotencyKey } = receipt
  return { id: callId, commitState, replayed, ...(idempotencyKey !== undefined && { key: idempotencyKey }) }
}

function structuredAnswer(tool: ServedTool, structured: Structured): CallToolResult {
  return {
    content: [
      { type: 'text', text: summary(tool, structured), annotations: { audience: ['user'] } },
      { type: 'text', text: JSON.stringify(structured), annotations: { audience: ['assistant'] } },
    ],
    structuredContent: structured,
  }
}

function summary({ qualifiedName }: ServedTool, { data, next, part, cut, call }: Structured): string {
  const { replayed } = call as { readonly replayed: boolean }
  const facts = [
    replayed ? 'already done, so nothing was sent (portico.again does it a second time)' : 'done',
    ...(Array.isArray(data) ? [`${data.length} ${data.length === 1 ? 'item' : 'items'}`] : []),
    ...(part === undefined ? [] : ['a part of what was cut']),
    ...(cut === undefined ? [] : ['long parts are cut']),
    ...(next === undefined ? [] : ['more follows']),
  ]
  if (facts.length === 1 && !replayed && typeof data === 'string' && data !== '' && data.length <= shortText) return data
  return `${qualifiedName}: ${facts.join(', ')}.`
}
