import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { text as textOf } from 'node:stream/consumers'
import { fileFromPath } from '@portico/core/files'
import type { Io } from '../io.ts'
import { Mistake } from '../mistake.ts'

/** The JSON object of an option: literal, from a file (`@path`), or from stdin (`-`). */
export async function readJson(io: Io, option: string, given: string): Promise<Record<string, unknown>> {
  const text =
    given === '-' ? await fromStdin(io, option) : given.startsWith('@') ? await fromFile(io, option, given.slice(1)) : given
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw new Mistake('input', option, `not JSON: ${where(error)}`, hintOf(option, given), error)
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  const kind = Array.isArray(value) ? 'a list' : value === null ? 'null' : `a ${typeof value}`
  throw new Mistake('input', option, `expected an object, got ${kind}`, hintOf(option, given))
}

async function fromStdin(io: Io, option: string): Promise<string> {
  if (io.stdin.isTTY === true) io.stderr.write(`${option}: write JSON, then press Ctrl-D\n`)
  return textOf(io.stdin)
}

async function fromFile(io: Io, option: string, path: string): Promise<string> {
  try {
    return await readFile(resolve(io.cwd, path), 'utf8')
  } catch (error) {
    throw unreadable(option, path, error)
  }
}

/** The parser quotes what it could not read, which may be a secret: only its position is reported. */
function where(error: unknown): string {
  const message = error instanceof Error ? error.message : ''
  if (message.includes('Unexpected end')) return 'it ends too early'
  const position = /at position (\d+)/.exec(message)?.[1]
  return position === undefined ? 'it does not start like JSON' : `unexpected character at position ${position}`
}

function hintOf(option: string, given: string): string {
  return given === '-' || given.startsWith('@')
    ? 'fix the JSON'
    : `write ${option} '{"name":"value"}', ${option} @file, or ${option} - for stdin`
}

/** Adds the files of `--file field=path` to an input. Their bytes are read when the call is sent. */
export async function withFiles(
  io: Io,
  input: Record<string, unknown>,
  given: readonly string[],
): Promise<Record<string, unknown>> {
  const files: Record<string, unknown> = {}
  for (const pair of given) {
    const [field, path] = split(pair)
    try {
      files[field] = await fileFromPath(resolve(io.cwd, path))
    } catch (error) {
      throw unreadable('--file', path, error)
    }
  }
  return { ...input, ...files }
}

function split(pair: string): [string, string] {
  const equals = pair.indexOf('=')
  if (equals > 0 && equals < pair.length - 1) return [pair.slice(0, equals), pair.slice(equals + 1)]
  throw new Mistake('usage', '--file', `'${pair}' is not field=path`, 'write --file file=./report.pdf')
}

function unreadable(option: string, path: string, error: unknown): Mistake {
  const { code } = error as NodeJS.ErrnoException
  const problem = code === 'ENOENT' ? `there is no file ${path}` : `${path} can't be read (${code ?? 'unknown reason'})`
  return new Mistake('file', option, problem, 'name another one', error)
}
