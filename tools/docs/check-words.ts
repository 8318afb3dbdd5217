import type { Page } from './page.ts'
import type { Problem } from './problem.ts'

/** The words that the code has for something, and the page whose table lists them in its first column. */
export interface Vocabulary {
  readonly file: string
  /** The column's header. */
  readonly column: string
  readonly words: readonly string[]
}

/** Finds pages whose tables lack a word of the code, or have one that the code does not. */
export function checkWords(pages: readonly Page[], vocabularies: readonly Vocabulary[]): Problem[] {
  return vocabularies.flatMap(({ file, column, words }): Problem[] => {
    const table = pages.find((page) => page.path === file)?.tables.find(({ head }) => head[0] === column)
    if (!table) return [{ file, line: 1, text: `has no table of "${column}"` }]
    const said = table.rows.flatMap(([first = '']) => first.replaceAll('`', '').split(', '))
    return [
      ...words.filter((word) => !said.includes(word)).map((word) => ({ file, line: 1, text: `"${column}" lacks ${word}` })),
      ...said
        .filter((word) => !words.includes(word))
        .map((word) => ({ file, line: 1, text: `"${column}": the code has no ${word}` })),
    ]
  })
}
