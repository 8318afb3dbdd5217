import type { ToolAnnotations } from '@modelcontextprotocol/server'
import type { CompiledOperation } from '@portico/core/definition'

/** Hints for hosts, derived from the operation's declarations, never stated separately. */
export function annotationsOf({ classes, definition }: CompiledOperation, title: string): ToolAnnotations {
  const readOnly = classes.sideEffect === 'none'
  return {
    title,
    readOnlyHint: readOnly,
    // Whatever can be undone with little effort only adds; a DELETE removes, however easily it is recreated.
    destructiveHint: !readOnly && (classes.reversibility >= 'R2' || definition.route.startsWith('DELETE ')),
    idempotentHint: readOnly || definition.idempotency?.by === 'upsert',
    // Every operation reaches an external vendor.
    openWorldHint: true,
  }
}
