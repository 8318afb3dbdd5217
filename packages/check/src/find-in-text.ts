import { parseSync, Visitor } from 'oxc-parser'
import { bypassVisitors } from './bypasses.ts'
import type { Cover } from './cover.ts'
import type { Finding } from './finding.ts'

/** A finding and where it is. */
export interface PlacedFinding extends Finding {
  readonly file: string
  /** From 1, as editors count. */
  readonly line: number
  readonly column: number
}

/** A file that could not be checked. */
export interface Unread {
  readonly file: string
  readonly problem: string
}

/** Finds what bypasses a connector in one file. `file` also determines the language. */
export function findInText(file: string, text: string, covers: readonly Cover[]): readonly PlacedFinding[] | Unread {
  const { program, errors } = parseSync(file, text)
  const [error] = errors
  if (error) return { file, problem: error.message }
  const starts = lineStarts(text)
  const found: PlacedFinding[] = []
  const visitors = bypassVisitors(covers, (node, finding) => {
    const offset = node.start ?? 0
    const line = starts.findLastIndex((start) => start <= offset)
    found.push({ ...finding, file, line: line + 1, column: offset - starts[line]! + 1 })
  })
  new Visitor(visitors).visit(program)
  return found.toSorted((one, other) => one.line - other.line || one.column - other.column)
}

function lineStarts(text: string): readonly number[] {
  return [0, ...[...text.matchAll(/\r\n|[\n\r\u2028\u2029]/g)].map(({ 0: end, index }) => index + end.length)]
}
