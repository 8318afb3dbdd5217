import { QualityError } from '../quality-error.ts'

/** Bytes of text that are read at most: 64 MiB. */
const largest = 64 * 1024 * 1024

// Python writes what JSON has no word for. 1e999 is the same number in words that JSON has.
const token = /"(?:[^"\\]|\\.)*"|-?\bInfinity\b|\bNaN\b/g

/**
 * Parses JSON as Python's json module writes it, with `NaN` (as null), `Infinity` and `-Infinity`. Throws a `QualityError` for
 * what is cut off, not JSON or larger than 64 MiB.
 */
export function parsePythonJson(text: string): unknown {
  if (text.length > largest) throw new QualityError('unreadable', '', 'larger than 64 MiB')
  if (text.trim() === '') throw new QualityError('unreadable', '', 'empty')
  try {
    return JSON.parse(text.replace(token, plain))
  } catch (error) {
    // The parser's own message quotes the text, which may be data.
    throw new QualityError('unreadable', '', 'not a whole JSON document', error)
  }
}

function plain(found: string): string {
  if (found.startsWith('"')) return found
  if (found === 'NaN') return 'null'
  return found.startsWith('-') ? '-1e999' : '1e999'
}
