import { canonicalJson } from '@portico/core'
import * as z from 'zod'
import type { ConnectorsLock } from './connectors-lock.ts'

/** Most characters of a lock that is read: more than ten thousand tools need. */
const most = 64 * 1_048_576

/** Longest line that a whole list or object may be written on. */
const lineLength = 110

/** Equal locks give equal text, and a change gives a small diff: members sorted by name, short values on one line. */
export function lockText(lock: ConnectorsLock): string {
  return `${written(JSON.parse(canonicalJson(lock)), '', 0)}\n`
}

function written(value: unknown, indent: string, before: number): string {
  const short = JSON.stringify(value)
  if (typeof value !== 'object' || value === null) return short
  if (indent.length + before + short.length <= lineLength) return short
  const inner = `${indent} `
  if (Array.isArray(value)) return `[\n${value.map((item) => inner + written(item, inner, 0)).join(',\n')}\n${indent}]`
  const lines = Object.entries(value).map(([name, member]) => {
    const label = `${JSON.stringify(name)}: `
    return inner + label + written(member, inner, label.length)
  })
  return `{\n${lines.join(',\n')}\n${indent}}`
}

/** Reads the text of a `connectors.lock`. Throws a TypeError that says what is wrong with it. */
export function readLock(text: string): ConnectorsLock {
  if (text.length > most) throw new TypeError(`it has more than ${most} characters`)
  const parsed = lockSchema.safeParse(jsonOf(text))
  if (parsed.success) return parsed.data as unknown as ConnectorsLock
  const [issue] = parsed.error.issues
  throw new TypeError(`${issue?.path.map(String).join('.') || 'its top'}: ${issue?.message}`)
}

function jsonOf(text: string): unknown {
  if (/^(?:<<<<<<<|=======|>>>>>>>)/m.test(text)) throw new TypeError('it contains unresolved merge conflict markers')
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) throw new TypeError(`it is not JSON: ${error.message}`, { cause: error })
    throw error
  }
}

const texts = z.array(z.string())
const lockSchema = z.strictObject({
  lockVersion: z.literal(1, { error: 'a version that this portico does not read' }),
  connectors: z.record(
    z.string(),
    z.strictObject({
      version: z.string(),
      tools: z.record(
        z.string(),
        z.strictObject({
          operation: z.string(),
          pin: z.string(),
          hosts: texts,
          effects: z.strictObject({
            sideEffect: z.string(),
            reversibility: z.string(),
            approval: z.string(),
            sensitivity: z.string(),
            route: z.string(),
            auth: z.record(z.string(), z.string()),
            idempotency: z.string().optional(),
            rollback: z.string().optional(),
            secrets: texts,
            job: z.strictObject({ owner: z.string(), withinMs: z.number() }).optional(),
          }),
          tool: z.looseObject({ name: z.string(), inputSchema: z.looseObject({}) }),
        }),
      ),
    }),
  ),
})
