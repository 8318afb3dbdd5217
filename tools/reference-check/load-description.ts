import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { load } from 'js-yaml'

/** A JSON value of an OpenAPI or Swagger document. */
export type Node = Readonly<Record<string, unknown>>

/** Loads an official description: OpenAPI 3.0 or Swagger 2.0, gzipped JSON or YAML. */
export function loadDescription(path: string): Node {
  const text = gunzipSync(readFileSync(path)).toString('utf8')
  // Paths and schemas are two and three levels deep.
  return path.endsWith('.yaml.gz') ? lazyMapping(text, 3) : lazyObject(text, 3)
}

/** `info.version` of a description: the vendor's own version. */
export function versionOf(description: Node): string {
  return String((description['info'] as Node)['version'])
}

/**
 * A YAML mapping whose values are parsed on access. Tests read a tenth of Stripe's four megabytes, and parsing all of them took
 * longer than comparing. It relies on lines, as every description has them: a key's value is indented more than the key, or is a
 * list.
 */
export function lazyMapping(text: string, depth: number): Node {
  const indent = /^( *)[^\s#-]/m.exec(text)?.[1] ?? ''
  const node = {}
  for (const block of text.split(new RegExp(`^${indent}(?=[^\\s#-])`, 'm'))) {
    // Anything before the first key is a comment.
    if (!/^[^\s#-]/.test(block)) continue
    const end = block.indexOf('\n')
    const first = block.slice(0, end)
    const within = block.slice(end + 1)
    const read = (): unknown => {
      if (within.trim() === '') return null
      return depth > 1 && isMapping(within) ? lazyMapping(within, depth - 1) : load(within)
    }
    if (first.endsWith(':')) define(node, String(load(first.slice(0, -1))), read)
    else Object.assign(node, load(block))
  }
  return node
}

/**
 * A JSON object whose values are parsed on access: tests read little of GitHub's thirteen megabytes. It relies on uniformly
 * indented lines, as every large description has them: strings contain no line breaks, so the indent tells an object's members
 * from nested ones. Anything else is parsed at once.
 */
export function lazyObject(text: string, depth: number): Node {
  const indent = /^\{\r?\n( +)"/.exec(text)?.[1]
  if (indent === undefined) return JSON.parse(text) as Node
  const node = {}
  const lineOfMember = `\n${indent}"`
  let next: number
  for (let at = text.indexOf(lineOfMember); at !== -1; at = next) {
    next = text.indexOf(lineOfMember, at + 1)
    const member = text.slice(at, next === -1 ? text.lastIndexOf('}') : next).trim()
    const [start, name] = /^("(?:[^"\\]|\\.)*"): */.exec(member)!
    const value = member.slice(start.length, member.endsWith(',') ? -1 : undefined)
    const read = (): unknown => (depth > 1 && value.startsWith('{') ? lazyObject(value, depth - 1) : JSON.parse(value))
    define(node, JSON.parse(name!) as string, read)
  }
  return node
}

function isMapping(text: string): boolean {
  return /^(?:\s*(?:#.*)?\n)* *[^\s#-].*:(?: .*)?\n/.test(text)
}

function define(node: object, name: string, read: () => unknown): void {
  let known: { readonly value: unknown } | undefined
  Object.defineProperty(node, name, { get: () => (known ??= { value: read() }).value, enumerable: true })
}
