import type { Shape } from '../contract/delivery.ts'

/** The parts of a zod 4 schema's definition that core reads. */
interface Node {
  readonly _zod: { readonly def: Definition }
  clone(definition: Definition): Node
  strict?(): Node
  readonly meta?: { (): Readonly<Record<string, unknown>> | undefined; (meta: object): Node }
}
interface Definition {
  readonly type: string
  readonly coerce?: boolean
  readonly shape?: Readonly<Record<string, Node>>
  readonly catchall?: Node
  readonly element?: Node
  readonly innerType?: Node
  readonly keyType?: Node
  readonly valueType?: Node
  readonly options?: readonly Node[]
  readonly items?: readonly Node[]
  readonly rest?: Node | null
  readonly left?: Node
  readonly right?: Node
  readonly getter?: () => Node
  readonly checks?: readonly { readonly _zod: { readonly def: { readonly check: string } } }[]
}

/**
 * The same schema with every object strict: an argument that is not in the contract is a mistake, not noise. A rule that the JSON
 * Schema would hide (refine, transform, pipe) is refused: agents, docs and pins would not see it.
 */
export function strictInput(schema: Shape, where: string): Shape {
  return new Copier(true).copy(schema as unknown as Node, where) as unknown as Shape
}

/** Throws where an output schema hides a rule. */
export function checkOutput(schema: Shape, where: string): void {
  new Copier(false).copy(schema as unknown as Node, where)
}

const shownChecks: ReadonlySet<string> = new Set(
  [
    'min_length max_length length_equals string_format',
    'greater_than less_than multiple_of number_format bigint_format',
    'min_size max_size size_equals mime_type describe',
  ].flatMap((names) => names.split(' ')),
)

/** Schemas that JSON Schema can't express, each with what to do instead. */
const hiddenTypes: Readonly<Record<string, string>> = {
  transform: "a transform is hidden from its JSON Schema: accept the vendor's own form",
  pipe: "a transform is hidden from its JSON Schema: accept the vendor's own form",
  catch: 'what catch accepts is hidden from its JSON Schema: leave it out',
  date: 'a date has no form in JSON: accept a string, such as z.iso.datetime()',
  map: 'a map has no form in JSON: accept a record',
  set: 'a set has no form in JSON: accept a list',
  promise: 'a promise has no form in JSON',
  function: 'a function has no form in JSON',
  symbol: 'a symbol has no form in JSON',
}

class Copier {
  /** Each schema has one copy, including one that refers to itself. */
  readonly #copies = new Map<Node, Node>()
  readonly #strict: boolean

  constructor(strict: boolean) {
    this.#strict = strict
  }

  copy(node: Node, where: string): Node {
    const made = this.#copies.get(node)
    if (made) return made
    this.#refuseHidden(node, where)
    const { def } = node._zod
    if (def.shape) return this.#object(node, def.shape, where)
    if (def.getter) return this.#lazy(node, def.getter, where)
    return this.#keep(node, this.#copyOf(node, where))
  }

  /** zod keeps descriptions and names per instance, so a copy is given those of its original. */
  #keep(node: Node, copy: Node): Node {
    const meta = copy === node ? undefined : node.meta?.()
    const described = meta && copy.meta ? copy.meta(meta) : copy
    this.#copies.set(node, described)
    return described
  }

  /** Its fields are copied only once the copy is registered: one of them may refer to it. */
  #object(node: Node, fields: Readonly<Record<string, Node>>, where: string): Node {
    const { def } = node._zod
    const shape: Record<string, Node> = {}
    for (const name of Object.keys(fields))
      Object.defineProperty(shape, name, { get: () => this.copy(fields[name]!, `${where}.${name}`), enumerable: true })
    const catchall = def.catchall && this.copy(def.catchall, `${where}.{}`)
    const copy = node.clone({ ...def, shape, ...(catchall && { catchall }) })
    const kept = this.#keep(node, this.#strict && !catchall && copy.strict ? copy.strict() : copy)
    for (const name of Object.keys(shape)) void shape[name]
    return kept
  }

  #lazy(node: Node, getter: () => Node, where: string): Node {
    const held: { inner?: Node } = {}
    const kept = this.#keep(node, node.clone({ ...node._zod.def, getter: () => held.inner! }))
    held.inner = this.copy(getter(), where)
    return kept
  }

  #copyOf(node: Node, where: string): Node {
    const { def } = node._zod
    const child = (value: Node, name: string): Node => this.copy(value, `${where}.${name}`)
    if (def.element) return node.clone({ ...def, element: child(def.element, '[]') })
    if (def.innerType) return node.clone({ ...def, innerType: this.copy(def.innerType, where) })
    if (def.valueType) {
      const keyType = def.keyType && child(def.keyType, '{key}')
      return node.clone({ ...def, ...(keyType && { keyType }), valueType: child(def.valueType, '{}') })
    }
    if (def.options) return node.clone({ ...def, options: def.options.map((option) => this.copy(option, where)) })
    if (def.items) {
      const items = def.items.map((item, index) => child(item, String(index)))
      return node.clone({ ...def, items, ...(def.rest && { rest: child(def.rest, '[]') }) })
    }
    if (def.left && def.right) {
      if (this.#strict)
        throw new TypeError(`${where}: no side of an intersection can be strict: extend one object with the other`)
      return node.clone({ ...def, left: this.copy(def.left, where), right: this.copy(def.right, where) })
    }
    return node
  }

  #refuseHidden(node: Node, where: string): void {
    const { def } = node._zod
    const refuse = (sentence: string): never => {
      throw new TypeError(`${where}: ${sentence}`)
    }
    if (Object.hasOwn(hiddenTypes, def.type)) refuse(hiddenTypes[def.type]!)
    if (def.coerce) refuse("what coerce takes is hidden from its JSON Schema: accept the vendor's own form")
    // A file's meta says what it is in JSON.
    if (def.type === 'custom') return node.meta?.()?.['type'] === undefined ? refuse(hiddenRefine) : undefined
    for (const { _zod } of def.checks ?? []) {
      const { check } = _zod.def
      if (check === 'overwrite') refuse('what trim and the like change is hidden from its JSON Schema: accept it as it is')
      if (!shownChecks.has(check)) refuse(hiddenRefine)
    }
  }
}

const hiddenRefine = 'a refine is hidden from its JSON Schema: use a built-in check'
