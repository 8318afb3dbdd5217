import type { Context, Node, Rule } from './rule.ts'

/** What a package exposes is a list that a reviewer reads, so every export is named. */
export const noExportAll: Rule = {
  create(context: Context) {
    return {
      ExportAllDeclaration(node: Node) {
        context.report({ node, message: 'Name each export: `export *` hides what the module exposes.' })
      },
    }
  },
}
