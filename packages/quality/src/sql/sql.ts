/** A piece of SQL. Names and values are kept separate from the text until a dialect renders them. */
export interface Sql {
  readonly parts: readonly SqlPart[]
}

/** The types that a bound value may have in every dialect. */
export type ValueType = 'text' | 'integer' | 'number' | 'boolean' | 'date' | 'timestamp' | 'timestamptz' | 'time'

export type SqlPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'value'; readonly value: string | number | boolean; readonly type: ValueType }

/** SQL as a template. Only pieces of SQL can be interpolated, so a string becomes a name or a bound value, never text. */
export function sql(strings: TemplateStringsArray, ...inner: readonly Sql[]): Sql {
  return {
    parts: strings.flatMap((text, index): readonly SqlPart[] => [
      ...(text === '' ? [] : [{ kind: 'text', text } as const]),
      ...(inner[index]?.parts ?? []),
    ]),
  }
}

/** A quoted name, of a column or of a table in its schema. */
export function nameOf(...path: readonly [string, ...string[]]): Sql {
  return joined(
    path.map((name) => ({ parts: [{ kind: 'name', name }] })),
    sql`.`,
  )
}

/** A bound value. */
export function valueOf(value: string | number | boolean, type: ValueType): Sql {
  return { parts: [{ kind: 'value', value, type }] }
}

export function joined(pieces: readonly Sql[], separator: Sql): Sql {
  return { parts: pieces.flatMap((piece, index) => (index === 0 ? piece.parts : [...separator.parts, ...piece.parts])) }
}

/** All conditions hold; `true` for an empty list. */
export function allOf(conditions: readonly Sql[]): Sql {
  if (conditions.length === 0) return sql`true`
  return joined(
    conditions.map((each) => sql`(${each})`),
    sql` and `,
  )
}

/** At least one condition holds; `false` for an empty list. */
export function anyOf(conditions: readonly Sql[]): Sql {
  if (conditions.length === 0) return sql`false`
  return joined(
    conditions.map((each) => sql`(${each})`),
    sql` or `,
  )
}
