import type { RollbackDefinition } from '@portico/core/definition'

/** How a command is undone: by an operation, by a person, or not at all. */
export type RollbackDescription =
  | { readonly by: 'operation'; readonly operation: string; readonly notes: string }
  | { readonly by: 'person'; readonly notes: string }
  | { readonly by: 'nothing'; readonly notes: string }

/** `target` is the name of the rollback's operation. */
export function describeRollback(rollback: RollbackDefinition, target: string | undefined): RollbackDescription {
  if ('irreversible' in rollback) return { by: 'nothing', notes: rollback.irreversible }
  if ('manual' in rollback) return { by: 'person', notes: rollback.manual }
  if (target === undefined) throw new TypeError('a rollback names an operation that is not of its connector')
  return { by: 'operation', operation: target, notes: rollback.notes }
}
