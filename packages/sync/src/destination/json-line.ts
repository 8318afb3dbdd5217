import { jsonText } from './json-text.ts'
import type { WriteLine } from './lines.ts'

/** A row as a line of JSON with these fields. */
export function jsonLine(names: readonly string[]): WriteLine {
  return (row) => {
    const kept: Record<string, unknown> = {}
    for (const name of names) kept[name] = row[name]
    return `${jsonText(kept)}\n`
  }
}
