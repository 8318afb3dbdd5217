/** How code reaches a vendor: importing its package, calling it, or requesting an address. */
export type FindingRule = 'sdk-import' | 'sdk-call' | 'vendor-address'

/** A place that reaches a vendor without going through the connector that covers it. */
export interface Finding {
  readonly rule: FindingRule
  readonly connector: string
  /** The operation to use instead, if the code tells which. */
  readonly operation: string | undefined
  readonly message: string
}

export function findingOf(rule: FindingRule, connector: string, what: string, operation: string | undefined): Finding {
  const instead =
    operation === undefined
      ? `use @portico/connector-${connector}`
      : `use ${connector}.${operation} of @portico/connector-${connector}`
  return { rule, connector, operation, message: `${what} bypasses the ${connector} connector: ${instead}` }
}
