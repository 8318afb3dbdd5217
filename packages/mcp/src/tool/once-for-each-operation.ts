import type { CompiledOperation } from '@portico/core/definition'

/**
 * Computes data that depends only on an operation once, however many toolsets serve it, such as one for each of two hundred
 * tenants. Each caller gets a copy, since some validators write into the schemas they are given.
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
