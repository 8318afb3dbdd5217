import { type Cover, coverOfHost, coverOfPackage } from './cover.ts'
import { type Finding, findingOf } from './finding.ts'
import { operationOfCall, operationOfRequest } from './operation-for.ts'

/** An ESTree node, as parsers and linters produce it. */
export interface Node {
  readonly type: string
  readonly start?: number
  readonly [field: string]: unknown
}

export type Visitors = Readonly<Record<string, (node: never) => void>>

/** Visitors for the nodes of one file, in source order: they report what bypasses a connector. */
export function bypassVisitors(covers: readonly Cover[], report: (node: Node, finding: Finding) => void): Visitors {
  // Anything reported with more context is not reported again by itself.
  const said = new WeakSet<object>()
  const clients = new Map<string, Cover>()

  const imported = (node: Node, source: unknown): Cover | undefined => {
    if (isNode(source)) said.add(source)
    const specifier = textOf(source)
    const cover = specifier === undefined ? undefined : coverOfPackage(covers, specifier)
    if (cover) report(node, findingOf('sdk-import', cover.connector, `'${specifier}'`, undefined))
    return cover
  }
  const name = (target: unknown, cover: Cover): void => {
    for (const one of namesIn(target)) clients.set(one, cover)
  }
  const assigned = (target: unknown, value: unknown): void => {
    const source = requiredBy(value)
    const cover = source === undefined ? clientOf(value) : coverOfPackage(covers, source)
    if (cover) name(target, cover)
  }
  const clientOf = (value: unknown): Cover | undefined => {
    if (!isNode(value) || (value.type !== 'NewExpression' && value.type !== 'CallExpression')) return undefined
    const [root] = chainOf(value['callee'])
    return root === undefined ? undefined : clients.get(root)
  }
  const address = (node: Node, text: string, method: string): boolean => {
    const [, host, path = '/'] = /^https?:\/\/([^/?#:*]+|[^/?#:]*\*[^/?#:]*)(?::\d+)?([/?#].*)?$/i.exec(text) ?? []
    const cover = host === undefined ? undefined : coverOfHost(covers, host)
    if (!cover) return false
    report(node, findingOf('vendor-address', cover.connector, host!, operationOfRequest(cover, method, path)))
    return true
  }

  return {
    ImportDeclaration(node: Node) {
      const cover = imported(node, node['source'])
      if (cover) for (const specifier of list(node['specifiers'])) name(specifier['local'], cover)
    },
    ExportNamedDeclaration: (node: Node) => void imported(node, node['source']),
    ExportAllDeclaration: (node: Node) => void imported(node, node['source']),
    ImportExpression: (node: Node) => void imported(node, node['source']),
    TSExternalModuleReference: (node: Node) => void imported(node, node['expression']),
    VariableDeclarator: (node: Node) => assigned(node['id'], node['init']),
    AssignmentExpression: (node: Node) => assigned(node['left'], node['right']),
    PropertyDefinition: (node: Node) => assigned(node['key'], node['value']),
    CallExpression(node: Node) {
      const [first] = list(node['arguments'])
      const chain = chainOf(node['callee'])
      if (chain.length === 1 && chain[0] === 'require') return void imported(node, first)
      const text = textOf(first)
      if (first && text !== undefined && address(node, text, methodOf(node, chain))) {
        said.add(first)
        // The text inside `new URL(…)`.
        for (const part of list(first['arguments'])) said.add(part)
        return
      }
      const at = chain.findIndex((part) => clients.has(part))
      const cover = at === -1 ? undefined : clients.get(chain[at]!)
      if (!cover) return
      const [, method, path] = /^(GET|HEAD|POST|PUT|PATCH|DELETE) (\/\S*)$/.exec(text ?? '') ?? []
      const operation =
        method === undefined ? operationOfCall(cover, chain.slice(at + 1)) : operationOfRequest(cover, method, path!)
      if (operation !== undefined)
        report(node, findingOf('sdk-call', cover.connector, `${chain.slice(at).join('.')}()`, operation))
    },
    Literal: (node: Node) => void (!said.has(node) && textOf(node) !== undefined && address(node, textOf(node)!, 'GET')),
    TemplateLiteral: (node: Node) => void (!said.has(node) && address(node, textOf(node)!, 'GET')),
  }
}

/** The text of a literal, or of a template with `*` for each substitution. */
function textOf(node: unknown): string | undefined {
  if (!isNode(node)) return undefined
  if (node.type === 'Literal') return typeof node['value'] === 'string' ? node['value'] : undefined
  if (node.type === 'NewExpression' && chainOf(node['callee']).join('.') === 'URL') return textOf(list(node['arguments'])[0])
  if (node.type !== 'TemplateLiteral') return undefined
  return list(node['quasis'])
    .map((part) => (part['value'] as { readonly cooked?: string | null }).cooked ?? '')
    .join('*')
}

function requiredBy(value: unknown): string | undefined {
  const call = isNode(value) && value.type === 'AwaitExpression' ? value['argument'] : value
  if (!isNode(call)) return undefined
  if (call.type === 'ImportExpression') return textOf(call['source'])
  if (call.type !== 'CallExpression' || chainOf(call['callee']).join('.') !== 'require') return undefined
  return textOf(list(call['arguments'])[0])
}

/** `fetch(url, { method })`, `axios.post(url)`; GET by default. */
function methodOf(node: Node, chain: readonly string[]): string {
  const options = list(node['arguments']).slice(1)
  for (const option of options) {
    const stated = list(option['properties']).find((property) => keyOf(property) === 'method')
    const value = textOf(stated?.['value'])
    if (value !== undefined) return value.toUpperCase()
  }
  const verb = chain.at(-1)?.toUpperCase() ?? ''
  return ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'].includes(verb) ? verb : 'GET'
}

/** `a.b.c` as its names, and `this.a` without `this`; nothing for computed names. */
function chainOf(node: unknown): readonly string[] {
  if (!isNode(node)) return []
  if (node.type === 'Identifier') return [String(node['name'])]
  if (node.type === 'ChainExpression' || node.type === 'TSNonNullExpression') return chainOf(node['expression'])
  if (node.type !== 'MemberExpression' || node['computed'] === true) return []
  return [...chainOf(node['object']), ...namesIn(node['property'])]
}

function namesIn(target: unknown): readonly string[] {
  if (!isNode(target)) return []
  if (target.type === 'Identifier' || target.type === 'PrivateIdentifier') return [String(target['name'])]
  if (target.type === 'MemberExpression') return namesIn(target['property'])
  if (target.type === 'ObjectPattern') return list(target['properties']).flatMap((property) => namesIn(property['value']))
  return []
}

function keyOf(property: Node): string | undefined {
  return namesIn(property['key'])[0] ?? textOf(property['key'])
}

function list(value: unknown): readonly Node[] {
  return Array.isArray(value) ? value.filter(isNode) : []
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as { readonly type?: unknown }).type === 'string'
}
