import type { ToolAnnotations } from '@modelcontextprotocol/server'
import type { CompiledOperation } from '@portico/core/definition'

/** Hints for hosts, derived from what the operation states and never declared beside it. */
export function annotationsOf({ classes, definition }: CompiledOperation, title: string): ToolAnnotations {
  const readOnly = classes.sideEffect === 'none'
  return {
    title,
    readOnlyHint: readOnly,
    // What can be taken back with little effort only adds; a DELETE takes away, however easily it is made again.
    destructiveHint: !readOnly && (classes.reversibility >= 'R2' || definition.route.startsWith('DELETE ')),
    idempotentHint: readOnly || definition.idempotency?.by === 'upsert',
    // Every operation reaches a vendor outside.
    openWorldHint: true,
  }
}
