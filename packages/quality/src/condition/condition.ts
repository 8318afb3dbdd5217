/** The rows that an expectation covers: a parsed row condition. None of its text reaches a database. */
export type Condition =
  | { readonly kind: 'all' | 'any'; readonly conditions: readonly Condition[] }
  | { readonly kind: 'not'; readonly condition: Condition }
  /** Negation as in pandas, which has two truth values: a comparison with a missing value is false, so its negation is true. */
  | { readonly kind: 'not_true'; readonly condition: Condition }
  | { readonly kind: 'null'; readonly column: string }
  | { readonly kind: 'in'; readonly column: string; readonly values: readonly Literal[] }
  | {
      readonly kind: 'compare'
      readonly column: string
      readonly operator: Operator
      readonly to: Literal | { readonly column: string }
    }

export type Operator = '=' | '<>' | '<' | '<=' | '>' | '>='

export type Literal = string | number | boolean
