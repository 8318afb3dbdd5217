/** The part of a syntax tree's node that our rules read. */
export interface Node {
  readonly type: string
  readonly kind?: string
  readonly source?: { readonly value?: unknown } | null
  readonly parent?: Node | null
}

/** What a rule is given. */
export interface Context {
  report(problem: { readonly node: Node; readonly message: string }): void
}

/** A lint rule: for each kind of node, what to do on meeting one. */
export interface Rule {
  create(context: Context): Readonly<Record<string, (node: Node) => void>>
}
