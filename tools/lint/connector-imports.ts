import type { Context, Node, Rule } from './rule.ts'

const allowed = /^(@portico\/core(\/.*)?|zod|\.\.?\/.*)$/

/** A connector describes and the core acts, so its sources import the core, zod and each other. */
export const connectorImports: Rule = {
  create(context: Context) {
    const check = (node: Node): void => {
      const source = node.source?.value
      if (typeof source !== 'string' || allowed.test(source)) return
      context.report({
        node,
        message: `A connector imports only @portico/core, zod and its own files, not '${source}': it describes, the core acts.`,
      })
    }
    return { ImportDeclaration: check, ExportNamedDeclaration: check, ExportAllDeclaration: check, ImportExpression: check }
  },
}
