/** A database's message without what it quotes, which may be a record's: `Could not convert string "…" to INT64`. */
export function withoutValues(message: string): string {
  return message.replaceAll(/"(?:[^"]|"")*"/g, '"…"')
}
