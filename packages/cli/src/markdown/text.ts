/** A Markdown table. Cells hold text; bars and line breaks in them are escaped. */
export function table(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`
  return [line(columns), line(columns.map(() => '---')), ...rows.map(line)].join('\n')
}

function cell(text: string): string {
  return text.replaceAll('|', String.raw`\|`).replaceAll(/\s*\n\s*/g, ' ')
}

export function code(text: string): string {
  return `\`${text}\``
}

/** A fenced block, with a fence longer than any in the text. */
export function fenced(language: string, text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}${language}\n${text}\n${fence}`
}

/** GitHub's anchor for a heading that is one name. */
export function anchor(name: string): string {
  return `#${name.toLowerCase()}`
}

/** Prose not written as Markdown: characters that would be markup are escaped. */
export function prose(text: string): string {
  return text.replaceAll(/[\\*<[\]]|(?<!\w)_|_(?!\w)/g, String.raw`\$&`)
}

/** Replaces the text between two markers. Throws if they are missing: otherwise nobody would notice that nothing was written. */
export function between(text: string, marker: string, content: string, file: string): string {
  const start = `<!-- ${marker}:start -->`
  const end = `<!-- ${marker}:end -->`
  const from = text.indexOf(start)
  const to = text.indexOf(end, from)
  if (from === -1 || to === -1) throw new Error(`${file}: add the lines ${start} and ${end} where the generated part belongs`)
  return `${text.slice(0, from + start.length)}\n${content}\n${text.slice(to)}`
}

/** The same; a text without the markers gets them appended. */
export function betweenOrAtEnd(text: string, marker: string, content: string, file: string): string {
  const markers = `<!-- ${marker}:start -->\n<!-- ${marker}:end -->\n`
  return between(text.includes(`<!-- ${marker}:`) ? text : `${text.trimEnd()}\n\n${markers}`, marker, content, file)
}
