import { QualityError } from '../quality-error.ts'

/** Maximum size of the text in bytes: 64 MiB. */
const largest = 64 * 1024 * 1024

// Python writes words that JSON does not have. 1e999 is the same number in valid JSON.
const token = /"(?:[^"\\]|\\.)*"|-?\bInfinity\b|\bNaN\b/g

/**
 * Parses JSON from Python's json module, with `NaN` (as null), `Infinity` and `-Infinity`. Throws a `QualityError` for a text
 * that is truncated, not JSON or larger than 64 MiB.
 */
export function parsePythonJson(text: string): unknown {
  if (text.length > largest) throw new QualityError('unreadable', '', 'larger than 64 MiB')
  if (text.trim() === '') throw new QualityError('unreadable', '', 'empty')
  try {
    return JSON.parse(text.replace(token, plain))
  } catch (error) {
    // The parser's own message quotes the text, which may be data.
    throw new QualityError('unreadable', '', 'not a complete JSON document', error)
  }
}

function plain(found: string): string {
  if (found.startsWith('"')) return found
  if (found === 'NaN') return 'null'
  return found.startsWith('-') ? '-1e999' : '1e999'
}
