import { hash } from 'node:crypto'
import type { OperationDefinition } from '../contract/operation.ts'
import type { VendorIdentity } from '../contract/vendor-definition.ts'
import { encodeBody, type EncodedBody } from '../http/body.ts'
import { compileRoute } from '../http/route.ts'
import { headerValue } from '../http/header-value.ts'
import { renderQuery } from '../http/query.ts'
import { compileApplyCursor } from './apply-cursor.ts'
import { withPath } from './dotted-path.ts'

/** A request before it is signed and authorised: pure data from the definition and the input. */
export interface RenderedRequest {
  readonly method: string
  /** Path with query. */
  readonly path: string
  readonly headers: Record<string, string>
  readonly body: EncodedBody | undefined
}

export interface RenderExtras {
  readonly idempotencyKey: string | undefined
  readonly cursor: string | undefined
}

export type RenderRequest = (input: unknown, extras: RenderExtras) => RenderedRequest

type Fields = Readonly<Record<string, unknown>>

/** Compiles where each field of the input goes: path, header, query or body. */
export function compileRequest(definition: OperationDefinition, vendor: VendorIdentity): RenderRequest {
  const { page, idempotency } = definition
  const route = compileRoute(definition.route)
  const takesBody = route.method !== 'GET' && route.method !== 'HEAD' && route.method !== 'DELETE'
  const { arrays } = vendor.defaults
  const encode = definition.encode ?? vendor.defaults.encode ?? 'json'
  const accept = definition.decode?.contentType ?? 'application/json'
  const fixedHeaders: Record<string, string> = { accept, ...lowerCased(vendor.headers) }
  const headerFields: [field: string, header: string][] = []
  for (const [name, value] of Object.entries(definition.headers ?? {})) {
    if (typeof value === 'string') fixedHeaders[name.toLowerCase()] = value
    else headerFields.push([value.input, name.toLowerCase()])
  }
  const elsewhere = new Set([...route.parameters, ...headerFields.map(([field]) => field)])
  const queryFields = Array.isArray(definition.query) ? (definition.query as readonly string[]) : []
  for (const field of queryFields) elsewhere.add(field)
  const queryOf = typeof definition.query === 'function' ? (definition.query as (input: unknown) => Fields) : undefined
  const bodyOf = typeof definition.body === 'function' ? (definition.body as (input: unknown) => unknown) : undefined
  const bodyField = typeof definition.body === 'string' ? definition.body : undefined
  if (bodyField !== undefined) elsewhere.add(bodyField)
  if (definition.url !== undefined) elsewhere.add(definition.url)
  const keyHeader = idempotency?.by === 'header' ? idempotency.name.toLowerCase() : undefined
  const hasBody = takesBody || definition.body !== undefined
  const applyCursor = page && compileApplyCursor(page, definition.route, hasBody && queryOf === undefined)

  const rest = (input: Fields): Fields => {
    if (elsewhere.size === 0) return input
    const fields: Record<string, unknown> = {}
    for (const name in input) if (!elsewhere.has(name)) fields[name] = input[name]
    return fields
  }

  return (value, { idempotencyKey, cursor }) => {
    const input = (value ?? {}) as Fields
    const headers: Record<string, string> = { ...fixedHeaders }
    for (const [field, header] of headerFields) {
      const content = input[field]
      if (content !== undefined && content !== null) headers[header] = headerValue(field, content)
    }
    if (keyHeader !== undefined && idempotencyKey !== undefined) headers[keyHeader] = idempotencyKey

    let query: Fields | undefined
    if (queryOf) query = queryOf(input)
    else if (queryFields.length > 0) query = Object.fromEntries(queryFields.map((name) => [name, input[name]]))
    else if (!hasBody) query = rest(input)
    let content: unknown
    if (hasBody) content = bodyOf ? bodyOf(input) : bodyField !== undefined ? input[bodyField] : rest(input)
    if (idempotency?.by === 'field' && idempotencyKey !== undefined) {
      content = withPath(content, idempotency.path, idempotency.format === 'uuid' ? uuidOf(idempotencyKey) : idempotencyKey)
    }

    let path = route.render(input)
    if (cursor !== undefined && applyCursor) ({ path, query, content } = applyCursor(cursor, { path, query, content }, input))
    const search = query === undefined ? '' : renderQuery(query, arrays)
    // A form without fields is no body. JSON and codecs still send something: `{}`, or a document without variables.
    const formless = (encode === 'form' || encode === 'multipart') && bodyOf === undefined && bodyField === undefined
    const empty = content === undefined || (formless && isEmpty(content))
    const body = hasBody && !empty ? encodeBody(content, encode, arrays) : undefined
    if (body?.contentType !== undefined) headers['content-type'] = body.contentType
    return { method: route.method, path: search === '' ? path : `${path}?${search}`, headers, body }
  }
}

function isEmpty(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  for (const name in value) if ((value as Fields)[name] !== undefined) return false
  return true
}

function lowerCased(headers: Readonly<Record<string, string>> | undefined): Record<string, string> {
  return Object.fromEntries(Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]))
}

/** A key as a UUID (RFC 9562, version 8): the same key always gives the same UUID. */
function uuidOf(key: string): string {
  if (/^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(key)) return key
  const hex = hash('sha256', key, 'hex')
  const variant = ((Number.parseInt(hex[16]!, 16) & 0x3) | 0x8).toString(16)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
