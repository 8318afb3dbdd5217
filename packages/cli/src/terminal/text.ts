import { stripVTControlCharacters } from 'node:util'

/** Each of its characters is one column wide. */
const plain = /^[\x20-\x7e]*$/

/** Columns that a text occupies, ignoring its colour codes. */
export function widthOf(text: string): number {
  return graphemesOf(stripVTControlCharacters(text)).length
}

/** Marks that change the direction of the text after them: an amount or a name could be read backwards. */
const turning = /[\u202A-\u202E\u2066-\u2069]/g

/**
 * Foreign text (from a vendor, a file) on one line, without control characters and direction marks, which could rewrite what the
 * person sees.
 */
export function oneLine(text: string): string {
  return stripVTControlCharacters(text)
    .replaceAll(turning, '')
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()
}

/** Cut to a width, with an ellipsis if anything is left out. */
export function cut(text: string, width: number): string {
  if (widthOf(text) <= width) return text
  const kept = graphemesOf(text).slice(0, Math.max(0, width - 1))
  return `${kept.join('').trimEnd()}…`
}

/** Wrapped at spaces so that no line is wider; a longer word stays whole. */
export function wrapped(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line !== '' && widthOf(line) + 1 + widthOf(word) > width) {
      lines.push(line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line]
}

function graphemesOf(text: string): string[] {
  if (plain.test(text)) return text.split('')
  // Created on demand: the first one spends 30 ms reading tables, which no command should start with.
  const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' })
  return Array.from(segmenter.segment(text), ({ segment }) => segment)
}
