import type { Method } from '../contract/wire.ts'
import { segmentValue, spanningValue } from './path-value.ts'

export interface Route {
  readonly method: Method
  /** Names of the path's parameters, in order. */
  readonly parameters: readonly string[]
  /** The path, percent-encoded. Throws `InvalidRequest` for a value that can't stand in it. */
  render(input: Readonly<Record<string, unknown>>): string
}

const shape = /^(GET|HEAD|POST|PUT|PATCH|DELETE) (\/.*)$/
const fixed = /^(?:[A-Za-z0-9_.~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2})*$/
const placeholder = /\{(\+?)([A-Za-z_$][\w$]*)\}/

interface Parameter {
  readonly name: string
  readonly encode: (field: string, value: unknown) => string
  /** The fixed text that follows it. */
  readonly after: string
}

/**
 * Compiles a route such as `POST /v1/things/{id}/files/{+path}`; `{+path}` spans several segments. Throws `TypeError` for one that
 * is not written like this.
 */
export function compileRoute(route: string): Route {
  const [, method, path] = shape.exec(route) ?? []
  if (method === undefined || path === undefined) throw new TypeError(`route '${route}': write it as 'POST /v1/things/{id}'`)
  const [start = '', ...rest] = path.split(placeholder)
  const parameters: Parameter[] = []
  // A capturing split gives, for each placeholder, its plus sign, its name and the text after it.
  for (let at = 0; at < rest.length; at += 3) {
    parameters.push({ name: rest[at + 1]!, encode: rest[at] === '+' ? spanningValue : segmentValue, after: rest[at + 2]! })
  }
  for (const text of [start, ...parameters.map(({ after }) => after)]) {
    if (!fixed.test(text)) throw new TypeError(`route '${route}': '${text}' holds a character that does not belong in a path`)
  }
  if (path.split('/').some((segment) => /^(?:\.|%2e){1,2}$/i.test(segment)))
    throw new TypeError(`route '${route}' has a dot segment`)
  return { method: method as Method, parameters: parameters.map(({ name }) => name), render: renderer(start, parameters) }
}

function renderer(start: string, parameters: readonly Parameter[]): Route['render'] {
  if (parameters.length === 0) return () => start
  return (input) => {
    let path = start
    for (const { name, encode, after } of parameters) {
      path += encode(name, input[name]) + after
    }
    return path
  }
}
