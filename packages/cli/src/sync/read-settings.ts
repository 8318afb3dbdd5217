import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Io } from '../io.ts'
import { Mistake } from '../mistake.ts'
import { oneLine } from '../terminal/text.ts'

/** The settings of `--settings`: a JSON object, or a file containing one. */
export async function readSettings(io: Io, given: string | undefined): Promise<Readonly<Record<string, unknown>>> {
  if (given === undefined) return {}
  const refused = (problem: string, cause?: unknown): Mistake =>
    new Mistake(
      'usage',
      '--settings',
      problem,
      `write a JSON object such as '{"repositories":["octocat/hello-world"]}', or @file`,
      cause,
    )
  let text = given
  if (given.startsWith('@')) {
    try {
      text = await readFile(resolve(io.cwd, given.slice(1)), 'utf8')
    } catch (error) {
      throw refused(`${oneLine(given.slice(1))} can't be read`, error)
    }
  }
  let settings: unknown
  try {
    settings = JSON.parse(text)
  } catch (error) {
    throw refused('it is not JSON', error)
  }
  if (typeof settings !== 'object' || settings === null || Array.isArray(settings)) throw refused('it is not a JSON object')
  return settings as Record<string, unknown>
}
