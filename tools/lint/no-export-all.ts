import type { Context, Node, Rule } from './rule.ts'

/** A package's exports are a list that a reviewer reads, so each is named. */
export const noExportAll: Rule = {
  create(context: Context) {
    return {
      ExportAllDeclaration(node: Node) {
        context.report({ node, message: 'Name each export: `export *` hides what the module exposes.' })
      },
    }
  },
}
