import type { Style } from './style.ts'
import { cut, widthOf, wrapped } from './text.ts'

const gap = '  '

/**
 * Rows with aligned columns. The last column takes the remaining width: cut if a row is one line, as in a list, and wrapped if
 * every word counts.
 */
export function alignedRows(
  rows: readonly (readonly string[])[],
  { width, last }: { readonly width: number; readonly last: 'cut' | 'wrap' },
): string[] {
  const columns = Math.max(0, ...rows.map((row) => row.length))
  const widths = Array.from({ length: columns }, (_, column) => Math.max(0, ...rows.map((row) => widthOf(row[column] ?? ''))))
  const before = widths.slice(0, -1).reduce((sum, each) => sum + each + gap.length, 0)
  const left = Math.max(24, width - before)
  return rows.flatMap((row) => {
    const head = row
      .slice(0, columns - 1)
      .map((text, column) => text + ' '.repeat((widths[column] ?? 0) - widthOf(text)) + gap)
      .join('')
    const tail = row.length === columns ? (row[columns - 1] ?? '') : ''
    const lines = last === 'cut' ? [cut(tail, left)] : wrapped(tail, left)
    return lines.map((line, index) => ((index === 0 ? head : ' '.repeat(before)) + line).trimEnd())
  })
}

/** The same under a line of column names. */
export function listing(
  columns: readonly string[],
  rows: readonly (readonly string[])[],
  { width, style }: { readonly width: number; readonly style: Style },
): string[] {
  const [head, ...body] = alignedRows([columns, ...rows], { width, last: 'cut' })
  return [style.dim(head ?? ''), ...body]
}
