import { resolve } from './described-operation.ts'
import type { Node } from './load-description.ts'

/** The fields of a response that its description lacks, one line each. A map may have any field. */
export function undescribedFields(description: Node, schema: unknown, value: unknown, at = ''): string[] {
  // Where nothing is described, anything goes.
  if (typeof schema !== 'object' || schema === null) return []
  if (Array.isArray(value)) return [...new Set(value.flatMap((item) => ofItem(description, schema, item, `${at}/*`)))]
  if (typeof value !== 'object' || value === null) return []
  const alternatives = alternativesOf(description, schema)
  const open = alternatives.find(isOpen)
  return Object.entries(value).flatMap(([name, part]) => {
    const described = alternatives.flatMap((alternative) => fieldOf(alternative, name))
    const field = `${at}/${name}`
    if (described.length > 0) return inEvery(described.map((each) => undescribedFields(description, each, part, field)))
    if (!open) return [`${field} is not described`]
    return undescribedFields(description, open['additionalProperties'], part, `${at}/*`)
  })
}

function fieldOf({ properties, patternProperties }: Node, name: string): unknown[] {
  const patterns = Object.entries((patternProperties ?? {}) as Node)
  const named = (properties as Node | undefined)?.[name]
  return [
    ...(named === undefined ? [] : [named]),
    ...patterns.flatMap(([pattern, each]) => (new RegExp(pattern).test(name) ? [each] : [])),
  ]
}

function ofItem(description: Node, schema: unknown, item: unknown, at: string): string[] {
  // Swagger 2.0 has no union: a list of `items` without a type stands for one.
  const items = alternativesOf(description, schema).flatMap(({ items: each }) => each ?? [])
  return inEvery(items.map((each) => undescribedFields(description, each, item, at)))
}

/** A schema merged with all its parts, as if each applied: only the values tell which of several is meant. */
function alternativesOf(description: Node, schema: unknown): Node[] {
  if (typeof schema !== 'object' || schema === null) return []
  const node = resolve(description, schema)
  const union = Array.isArray(node['items']) && node['type'] === undefined ? node['items'] : []
  const parts = [...union, ...['allOf', 'anyOf', 'oneOf'].flatMap((name) => (node[name] as unknown[] | undefined) ?? [])]
  return [node, ...parts.flatMap((part) => alternativesOf(description, part))]
}

/** The schema for additional fields. An object without described fields may have any. */
function isOpen(node: Node): boolean {
  const { additionalProperties, ...said } = node
  if (additionalProperties === true || typeof additionalProperties === 'object') return true
  if (additionalProperties === false || said['type'] !== 'object') return false
  return !['properties', 'patternProperties', 'allOf', 'anyOf', 'oneOf'].some((name) => name in said)
}

/** Fields that no alternative describes. */
function inEvery([first = [], ...more]: readonly string[][]): string[] {
  return first.filter((line) => more.every((lines) => lines.includes(line)))
}
