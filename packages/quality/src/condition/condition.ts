/** Which rows an expectation is about: a row condition, parsed. Nothing of its text reaches a database. */
export type Condition =
  | { readonly kind: 'all' | 'any'; readonly conditions: readonly Condition[] }
  | { readonly kind: 'not'; readonly condition: Condition }
  | { readonly kind: 'null'; readonly column: string }
  | { readonly kind: 'in'; readonly column: string; readonly values: readonly Literal[] }
  | {
      readonly kind: 'compare'
      readonly column: string
      readonly operator: Operator
      readonly to: Literal | { readonly column: string }
    }

/** `is distinct from` is the inequality of pandas, for which a missing value differs from every other. */
export type Operator = '=' | '<>' | '<' | '<=' | '>' | '>=' | 'is distinct from'

export type Literal = string | number | boolean
