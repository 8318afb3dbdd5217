/** Which rows an expectation is about: a row condition, parsed. Nothing of its text reaches a database. */
export type Condition =
  | { readonly kind: 'all' | 'any'; readonly conditions: readonly Condition[] }
  | { readonly kind: 'not'; readonly condition: Condition }
  /** The negation of pandas, which knows two truth values: what can't be compared for a missing value is not so, and this holds. */
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
