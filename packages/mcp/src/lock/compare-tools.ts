import type { Tool } from '@modelcontextprotocol/server'
import { canonicalJson } from '@portico/core'
import type { Change, ChangeClass } from './change.ts'
import { compareEffects } from './compare-effects.ts'
import type { LockedTool } from './connectors-lock.ts'
import { compareSchemas } from './schema/compare-schemas.ts'
import { isSchema, sameJson, type Schema } from './schema/schema.ts'

/** The differences between two states of one tool; empty if they are identical. */
export function compareTools(base: LockedTool, head: LockedTool): readonly Change[] {
  if (canonicalJson(base) === canonicalJson(head)) return []
  const changes = [
    ...(base.operation === head.operation ? [] : [major('operation', `${head.operation}, was ${base.operation}`)]),
    ...compareHosts(base.hosts, head.hosts),
    ...compareEffects(base.effects, head.effects),
    ...compareWire(base.tool, head.tool),
  ]
  if (changes.length > 0) return changes
  // The pin also covers the requests that the examples produce, and the vendor's side of a job.
  return base.pin === head.pin
    ? [{ class: 'patch', at: 'tool', what: 'written otherwise' }]
    : [{ class: 'minor', at: 'definition', what: 'what is sent, or how it is read, changed' }]
}

function compareHosts(base: readonly string[], head: readonly string[]): readonly Change[] {
  return [
    ...head.filter((host) => !base.includes(host)).map((host) => major('hosts', `may send to ${host}`)),
    ...base
      .filter((host) => !head.includes(host))
      .map((host): Change => ({ class: 'minor', at: 'hosts', what: `no longer sends to ${host}` })),
  ]
}

/** Members of the wire object that have comparison rules of their own. */
const ruled: ReadonlySet<string> = new Set(['title', 'description', 'inputSchema', 'outputSchema', 'annotations'])

function compareWire(base: Tool, head: Tool): readonly Change[] {
  const [before, now] = [base as Readonly<Record<string, unknown>>, head as Readonly<Record<string, unknown>>]
  const others = [...new Set([...Object.keys(before), ...Object.keys(now)])].filter((name) => !ruled.has(name))
  return [
    ...['title', 'description']
      .filter((name) => !sameJson(before[name], now[name]))
      .map((name): Change => ({ class: 'patch', at: name, what: 'other words' })),
    // No output schema promises no more than one that allows anything.
    ...compareSchemas(schemaOf(base.inputSchema), schemaOf(head.inputSchema), 'input'),
    ...compareSchemas(schemaOf(base.outputSchema), schemaOf(head.outputSchema), 'output'),
    ...compareAnnotations(base.annotations ?? {}, head.annotations ?? {}),
    ...others.filter((name) => !sameJson(before[name], now[name])).map((name) => major(name, 'changed')),
  ]
}

function schemaOf(value: unknown): Schema {
  return isSchema(value) ? value : true
}

/** Per hint, the value that reassures a host: if a tool loses it, the host was not careful enough before. */
const harmless: Readonly<Record<string, boolean>> = {
  readOnlyHint: true,
  destructiveHint: false,
  idempotentHint: true,
  openWorldHint: false,
}

function compareAnnotations(base: object, head: object): readonly Change[] {
  const [before, now] = [base as Readonly<Record<string, unknown>>, head as Readonly<Record<string, unknown>>]
  return [...new Set([...Object.keys(before), ...Object.keys(now)])]
    .filter((name) => !sameJson(before[name], now[name]))
    .map((name) => ({
      class: annotationClass(name, now[name]),
      at: `annotations.${name}`,
      what: `${String(now[name])}, was ${String(before[name])}`,
    }))
}

function annotationClass(name: string, now: unknown): ChangeClass {
  if (name === 'title') return 'patch'
  return Object.hasOwn(harmless, name) && harmless[name] === now ? 'minor' : 'major'
}

function major(at: string, what: string): Change {
  return { class: 'major', at, what }
}
