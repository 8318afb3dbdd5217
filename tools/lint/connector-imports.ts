import type { Context, Node, Rule } from './rule.ts'

const allowed = /^(@portico\/core\/.*|\.\.?\/.*)$/

const instead: Readonly<Record<string, string>> = {
  '@portico/core': "Import from '@portico/core/contract': the whole core loads the call path with it.",
  zod: "Import z from '@portico/core/contract': its schemas are made when first read, zod's own when imported.",
}

/** A connector describes and the core acts, so its sources import only core's entries for authors, and each other. */
export const connectorImports: Rule = {
  create(context: Context) {
    const check = (node: Node): void => {
      const source = node.source?.value
      if (typeof source !== 'string' || allowed.test(source)) return
      context.report({
        node,
        message:
          instead[source] ??
          `A connector imports only @portico/core and its own files, not '${source}': it describes, the core acts.`,
      })
    }
    return { ImportDeclaration: check, ExportNamedDeclaration: check, ExportAllDeclaration: check, ImportExpression: check }
  },
}
