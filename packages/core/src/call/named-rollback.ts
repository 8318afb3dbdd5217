import { type AnyConnector, rollbackTargetName } from '../contract/connector.ts'
import type { Shape } from '../contract/delivery.ts'
import type { NamedOperation } from '../contract/statements.ts'

interface Fields {
  readonly _zod: { readonly def: { readonly shape?: Readonly<Record<string, { readonly _zod: { readonly optin?: string } }>> } }
}

/** The first field in which an input does not fit `taken`; undefined when there is none, or when either is not an object. */
function refusedField(named: Shape, taken: Shape): string | undefined {
  const [ours, theirs] = [named, taken].map((schema) => (schema as unknown as Fields)._zod.def.shape)
  if (!ours || !theirs) return undefined
  const given = (field: string): boolean => Object.hasOwn(ours, field) && ours[field]!._zod.optin === undefined
  return (
    Object.keys(ours).find((field) => !Object.hasOwn(theirs, field)) ??
    Object.keys(theirs).find((field) => theirs[field]!._zod.optin === undefined && !given(field))
  )
}

/**
 * The name of the operation that the rollback of `name` runs, or undefined if it runs none. Throws if the named operation takes a
 * different input: the compiler checks an imported operation, but not one referred to by name.
 */
export function checkedRollbackName({ vendor, operations }: AnyConnector, name: string): string | undefined {
  const { rollback } = operations[name]!.definition
  if (!rollback || !('operation' in rollback)) return undefined
  const target = rollbackTargetName(operations, rollback.operation)!
  const { input } = rollback.operation as Partial<NamedOperation<unknown>>
  const wrong = input && refusedField(input, operations[target]!.definition.input)
  if (wrong === undefined) return target
  throw new TypeError(
    `connector ${vendor.id}: the rollback of '${name}' names '${target}' with an input that it does not take: ${wrong}`,
  )
}
