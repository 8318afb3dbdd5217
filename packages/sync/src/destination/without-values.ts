/** A database's message without its quoted parts, which may be a record's values: `Could not convert string "…" to INT64`. */
export function withoutValues(message: string): string {
  return message.replaceAll(/"(?:[^"]|"")*"/g, '"…"')
}
