/** How code reaches a vendor: its package, a call of that, or an address. */
export type FindingRule = 'sdk-import' | 'sdk-call' | 'vendor-address'

/** A place that reaches a vendor past the connector that covers it. */
export interface Finding {
  readonly rule: FindingRule
  readonly connector: string
  /** The operation to use instead, where the code tells which. */
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
