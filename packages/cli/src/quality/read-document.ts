import { readFile, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Io } from '../io.ts'
import { Mistake } from '../mistake.ts'
import { oneLine } from '../terminal/text.ts'

/** Most bytes of a document that are read: 64 MiB. */
const largest = 64 * 1024 * 1024

/** Reads a document for the quality package. One that it cannot read or understand is a `Mistake`. */
export async function readDocument<Document>(
  io: Io,
  option: string,
  path: string,
  read: (text: string) => Document,
): Promise<Document> {
  const file = resolve(io.cwd, path)
  let text: string
  try {
    if ((await stat(file)).size > largest)
      throw new Mistake('file', option, `${oneLine(path)} is larger than 64 MiB`, 'give a smaller one')
    text = new TextDecoder('utf-8', { fatal: true }).decode(await readFile(file))
  } catch (error) {
    if (error instanceof Mistake) throw error
    throw new Mistake('file', option, `${oneLine(path)} can't be read`, 'check that it is there, and a text in UTF-8', error)
  }
  try {
    return read(text)
  } catch (error) {
    throw misunderstood(option, oneLine(path), error)
  }
}

// The quality package brands its errors with this symbol; importing it here would load it for every command.
const qualityBrand = Symbol.for('portico.quality-error')

/** What the quality package refuses is for the person to fix; anything else is a bug. */
export function misunderstood(option: string, path: string, error: unknown): unknown {
  if (!(error instanceof Error) || !(qualityBrand in error)) return error
  return new Mistake('file', option, `${path}: ${oneLine(error.message)}`, 'nothing was judged: fix it and run again', error)
}
