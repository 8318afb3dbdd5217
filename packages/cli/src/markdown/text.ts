/** A table in Markdown. Cells hold text; a bar or a line break in one does not end it. */
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

/** A fenced block; the fence is longer than any in the text. */
export function fenced(language: string, text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}${language}\n${text}\n${fence}`
}

/** GitHub's anchor of a heading that is one name. */
export function anchor(name: string): string {
  return `#${name.toLowerCase()}`
}

/** Prose that somebody wrote without Markdown in mind: what would be markup stays as it is written. */
export function prose(text: string): string {
  return text.replaceAll(/[\\*<[\]]|(?<!\w)_|_(?!\w)/g, String.raw`\$&`)
}

/** Replaces what stands between two markers. Throws where they are missing, since nobody would see that nothing was written. */
export function between(text: string, marker: string, content: string, file: string): string {
  const start = `<!-- ${marker}:start -->`
  const end = `<!-- ${marker}:end -->`
  const from = text.indexOf(start)
  const to = text.indexOf(end, from)
  if (from === -1 || to === -1) throw new Error(`${file}: add the lines ${start} and ${end} where the generated part belongs`)
  return `${text.slice(0, from + start.length)}\n${content}\n${text.slice(to)}`
}

/** The same; a text that has no such place yet gets it at its end. */
export function betweenOrAtEnd(text: string, marker: string, content: string, file: string): string {
  const markers = `<!-- ${marker}:start -->\n<!-- ${marker}:end -->\n`
  return between(text.includes(`<!-- ${marker}:`) ? text : `${text.trimEnd()}\n\n${markers}`, marker, content, file)
}
