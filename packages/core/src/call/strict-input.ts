import type { Shape } from '../contract/delivery.ts'

/** What core reads of a zod 4 schema's definition. */
interface Node {
  readonly _zod: { readonly def: Definition }
  clone(definition: Definition): Node
  strict?(): Node
  readonly meta?: { (): object | undefined; (meta: object): Node }
}
interface Definition {
  readonly type: string
  readonly shape?: Readonly<Record<string, Node>>
  readonly catchall?: unknown
  readonly element?: Node
  readonly innerType?: Node
  readonly valueType?: Node
  readonly options?: readonly Node[]
  readonly items?: readonly Node[]
  readonly checks?: readonly { readonly _zod: { readonly def: { readonly check: string } } }[]
}

/**
 * The same schema with every object strict: an argument that is not in the contract is a mistake, not noise. A rule that the JSON
 * Schema would hide (refine, transform, pipe) is refused: agents, docs and pins would not see it.
 */
export function strictInput(schema: Shape, where: string): Shape {
  return strict(schema as unknown as Node, where, new Map()) as unknown as Shape
}

/** Throws where an output schema hides a rule. */
export function checkOutput(schema: Shape, where: string): void {
  strict(schema as unknown as Node, where, new Map())
}

/** Descriptions and names are kept by instance, so a copy is given those of what it copies, and one schema has one copy. */
function strict(node: Node, where: string, copies: Map<Node, Node>): Node {
  const made = copies.get(node)
  if (made) return made
  const copy = strictCopy(node, where, copies)
  const meta = copy === node ? undefined : node.meta?.()
  const described = meta && copy.meta ? copy.meta(meta) : copy
  copies.set(node, described)
  return described
}

function strictCopy(node: Node, where: string, copies: Map<Node, Node>): Node {
  const { def } = node._zod
  if (def.type === 'transform' || def.type === 'pipe') {
    throw new TypeError(`${where}: a transform is hidden from its JSON Schema: accept the vendor's own form`)
  }
  if (def.checks?.some((check) => check._zod.def.check === 'custom')) {
    if (def.type !== 'custom') throw new TypeError(`${where}: a refine is hidden from its JSON Schema: use a built-in check`)
  }
  const child = (value: Node, name: string): Node => strict(value, `${where}.${name}`, copies)
  if (def.shape) {
    const shape = Object.fromEntries(Object.entries(def.shape).map(([name, field]) => [name, child(field, name)]))
    const copy = node.clone({ ...def, shape })
    return def.catchall === undefined && copy.strict ? copy.strict() : copy
  }
  if (def.element) return node.clone({ ...def, element: child(def.element, '[]') })
  if (def.innerType) return node.clone({ ...def, innerType: strict(def.innerType, where, copies) })
  if (def.valueType) return node.clone({ ...def, valueType: child(def.valueType, '{}') })
  if (def.options) return node.clone({ ...def, options: def.options.map((option) => strict(option, where, copies)) })
  if (def.items) return node.clone({ ...def, items: def.items.map((item, index) => child(item, String(index))) })
  return node
}
