import type { Context, Node, Rule } from './rule.ts'

/** Two clients in one process must share nothing, so modules hold only constants. */
export const noModuleState: Rule = {
  create(context: Context) {
    return {
      VariableDeclaration(node: Node) {
        const scope = node.parent?.type === 'ExportNamedDeclaration' ? node.parent.parent : node.parent
        if (node.kind === 'let' && scope?.type === 'Program') {
          context.report({ node, message: 'No mutable state at module level: keep it in the object that owns it.' })
        }
      },
    }
  },
}
