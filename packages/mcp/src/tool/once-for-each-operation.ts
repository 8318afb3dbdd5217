import type { CompiledOperation } from '@portico/core/definition'

/**
 * Makes the data that follows from an operation alone once, however many toolsets serve it: one for each of two hundred tenants would
 * make it as often. Each is given a copy, since some validators write into the schemas that they are given.
 */
export function onceForEachOperation<Made extends object>(
  make: (operation: CompiledOperation) => Made,
): (operation: CompiledOperation) => Made {
  const made = new WeakMap<CompiledOperation, Made>()
  return (operation) => {
    const known = made.get(operation) ?? make(operation)
    made.set(operation, known)
    return structuredClone(known)
  }
}
