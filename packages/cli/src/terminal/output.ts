import type { Io } from '../io.ts'
import { jsonText } from './json-text.ts'
import { type Style, createStyle, wantsColour } from './style.ts'

/** For when no terminal reports its width. */
const defaultWidth = 100

/** Where a command's results and remarks go: results to stdout, everything else to stderr. */
export interface Output {
  /** `--json` was given: stdout carries one JSON document and nothing else. */
  readonly json: boolean
  /** For stdout. */
  readonly style: Style
  /** For stderr. */
  readonly noteStyle: Style
  /** Columns of stdout; unlimited if it is not a terminal. */
  readonly width: number
  /** Whether a person watches stderr. */
  readonly watched: boolean
  /** Writes text unchanged to stdout, with backpressure. */
  write(text: string): Promise<void>
  /** The command's one JSON document. */
  document(value: unknown): Promise<void>
  /** Lines for people on stdout. */
  lines(lines: readonly string[]): Promise<void>
  /** A value for people on stdout: indented JSON. */
  value(value: unknown): Promise<void>
  /** A remark on stderr. Pass foreign text through `oneLine` first. */
  note(text: string): void
  /** A remark that the person should not miss. */
  warn(text: string): void
  /** Writes text unchanged to stderr. */
  raw(text: string): void
}

export function createOutput(io: Io, options: { readonly json: boolean; readonly noColour: boolean }): Output {
  const { stdout, stderr, env } = io
  const isTTY = stdout.isTTY === true
  const style = createStyle(wantsColour({ env, isTTY, refused: options.noColour }))
  const noteStyle = createStyle(wantsColour({ env, isTTY: stderr.isTTY === true, refused: options.noColour }))
  const write = (text: string): Promise<void> =>
    new Promise((resolve, reject) => {
      if (io.signal.aborted) {
        reject(io.signal.reason as Error)
        return
      }
      const ended = (): void => reject(io.signal.reason as Error)
      io.signal.addEventListener('abort', ended, { once: true })
      stdout.write(text, (error) => {
        io.signal.removeEventListener('abort', ended)
        if (error) reject(error)
        else resolve()
      })
    })
  return {
    json: options.json,
    style,
    noteStyle,
    width: isTTY ? (stdout.columns ?? defaultWidth) : Number.POSITIVE_INFINITY,
    watched: stderr.isTTY === true,
    write,
    document: (value) => write(`${JSON.stringify(value, undefined, 2)}\n`),
    lines: (lines) => (lines.length === 0 ? Promise.resolve() : write(`${lines.join('\n')}\n`)),
    value: (value) => write(`${jsonText(value, style)}\n`),
    note: (text) => void stderr.write(`${text}\n`),
    warn: (text) => void stderr.write(`${noteStyle.yellow('warning:')} ${text}\n`),
    raw: (text) => void stderr.write(text),
  }
}
