import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { load } from 'js-yaml'

/** A JSON value of an OpenAPI or Swagger document. */
export type Node = Readonly<Record<string, unknown>>

/** An official description as it is: OpenAPI 3.0 or Swagger 2.0, gzipped JSON or YAML. */
export function loadDescription(path: string): Node {
  const text = gunzipSync(readFileSync(path)).toString('utf8')
  // The paths and the schemas lie two and three levels deep.
  return path.endsWith('.yaml.gz') ? lazyMapping(text, 3) : (JSON.parse(text) as Node)
}

/** `info.version` of a description: the vendor's own name of its version. */
export function versionOf(description: Node): string {
  return String((description['info'] as Node)['version'])
}

/**
 * A YAML mapping whose values are parsed when they are read. Of Stripe's four megabytes its tests read a tenth, and parsing all of
 * them took longer than comparing. Written in lines, as every description is: what belongs to a key is indented more than the key is,
 * or is a list.
 */
export function lazyMapping(text: string, depth: number): Node {
  const indent = /^( *)[^\s#-]/m.exec(text)?.[1] ?? ''
  const node = {}
  for (const block of text.split(new RegExp(`^${indent}(?=[^\\s#-])`, 'm'))) {
    // What stands before the first key is a remark.
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

function isMapping(text: string): boolean {
  return /^(?:\s*(?:#.*)?\n)* *[^\s#-].*:(?: .*)?\n/.test(text)
}

function define(node: object, name: string, read: () => unknown): void {
  let known: { readonly value: unknown } | undefined
  Object.defineProperty(node, name, { get: () => (known ??= { value: read() }).value, enumerable: true })
}
