import type { Node } from './load-description.ts'

/** What a description says about one method at one path. */
export interface DescribedOperation {
  /** The description's own path, with its parameters' names. */
  readonly path: string
  readonly query: readonly Parameter[]
  readonly body: unknown
  readonly needsBody: boolean
  /** By status: `200`, `4XX`, `default`. */
  readonly responses: Readonly<Record<string, unknown>>
}

export interface Parameter {
  readonly name: string
  readonly required: boolean
  readonly schema: unknown
}

/** The operation that a request matches; undefined where the description has none. */
export type FindOperation = (method: string, pathname: string) => DescribedOperation | undefined

export function operationFinder(description: Node): FindOperation {
  const base = basePath(description)
  const paths = description['paths'] as Readonly<Record<string, Node>>
  // A literal path takes precedence over one with a parameter in its place.
  const templates = Object.keys(paths)
    .toSorted((one, other) => parameters(one) - parameters(other))
    .map((path) => ({ path, parts: path.split('/') }))
  return (method, pathname) => {
    const sent = (pathname.startsWith(`${base}/`) ? pathname.slice(base.length) : pathname).split('/')
    const path = templates.find(({ parts }) => matches(parts, sent))?.path
    return path === undefined ? undefined : describedOperation(description, paths, path, method)
  }
}

/** The prefix of the description's paths: Swagger 2.0 states it, OpenAPI 3 has it in the URL of its first server. */
function basePath({ basePath: said, servers }: Node): string {
  if (typeof said === 'string') return said.replace(/\/$/, '')
  const [first] = list(servers) as readonly { readonly url?: string }[]
  return (first?.url ?? '').replace(/^https?:\/\/[^/]+/, '').replace(/\/$/, '')
}

function describedOperation(
  description: Node,
  paths: Readonly<Record<string, Node>>,
  path: string,
  method: string,
): DescribedOperation | undefined {
  const item = paths[path]!
  // Slack accepts POST for every method, but describes reads as GET.
  const operation = (item[method.toLowerCase()] ?? (method === 'POST' ? item['get'] : undefined)) as Node | undefined
  if (!operation) return undefined
  const all = [...list(item['parameters']), ...list(operation['parameters'])].map((each) => resolve(description, each))
  return {
    path,
    query: all.filter((each) => each['in'] === 'query' || each['in'] === 'formData').map(parameterOf),
    ...bodyOf(description, operation, all),
    responses: Object.fromEntries(
      Object.entries(operation['responses'] as Node).map(([status, response]) => [
        status,
        responseSchema(resolve(description, response)),
      ]),
    ),
  }
}

function matches(described: readonly string[], sent: readonly string[]): boolean {
  const catchAll = described.at(-1) === '{path}' && sent.length > described.length
  return (
    (catchAll || described.length === sent.length) &&
    described.every((part, index) => part.startsWith('{') || part === sent[index])
  )
}

function parameters(path: string): number {
  return path.split('{').length
}

function parameterOf(parameter: Node): Parameter {
  const { name, required, in: _place, ...own } = parameter
  // Swagger 2.0 has the type beside the name.
  return { name: String(name), required: required === true, schema: parameter['schema'] ?? own }
}

function bodyOf(description: Node, operation: Node, all: readonly Node[]): Pick<DescribedOperation, 'body' | 'needsBody'> {
  if (operation['requestBody'] === undefined) {
    const parameter = all.find((each) => each['in'] === 'body')
    return { body: parameter?.['schema'], needsBody: parameter?.['required'] === true }
  }
  const body = resolve(description, operation['requestBody'])
  const content = body['content'] as Readonly<Record<string, Node>> | undefined
  return { body: content && Object.values(content)[0]?.['schema'], needsBody: body['required'] === true }
}

function responseSchema(response: Node): unknown {
  const content = response['content'] as Readonly<Record<string, Node>> | undefined
  const json = content && (content['application/json'] ?? content['application/scim+json'])
  return content ? json?.['schema'] : response['schema']
}

/** The target of a reference; anything else is returned as it is. */
export function resolve(description: Node, node: unknown): Node {
  const { $ref: reference } = node as { $ref?: string }
  if (reference === undefined) return node as Node
  const parts = reference.slice(2).split('/')
  const found = parts.reduce<unknown>(
    (at, part) => (at as Node | undefined)?.[part.replaceAll('~1', '/').replaceAll('~0', '~')],
    description,
  )
  return resolve(description, found)
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}
