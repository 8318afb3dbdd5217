/** The part of a syntax node that our rules read. */
export interface Node {
  readonly type: string
  readonly kind?: string
  readonly source?: { readonly value?: unknown } | null
  readonly parent?: Node | null
}

/** A rule's context. */
export interface Context {
  report(problem: { readonly node: Node; readonly message: string }): void
}

/** A lint rule: a visitor for each kind of node. */
export interface Rule {
  create(context: Context): Readonly<Record<string, (node: Node) => void>>
}
