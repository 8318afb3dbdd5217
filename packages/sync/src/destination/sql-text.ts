/** A quoted SQL identifier, whatever it contains. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

/** A SQL string literal, for a name or path that a prepared statement can't take. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

export function quotedList(names: readonly string[], prefix = ''): string {
  return names.map((name) => prefix + quoted(name)).join(', ')
}

/** `t."id" = s."id" AND …` */
export function sameKey(primaryKey: readonly string[], one: string, other: string): string {
  return primaryKey.map((name) => `${one}.${quoted(name)} = ${other}.${quoted(name)}`).join(' AND ')
}
