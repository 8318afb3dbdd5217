import { existsSync, readFileSync } from 'node:fs'
import type { ActionType } from 'node-plop'

/**
 * Changes one place in a file. Throws a RangeError before anything is written where the place can't be found; `what` describes it
 * to the author of a file that was written differently.
 */
export function insert(path: string, place: RegExp, what: string, change: (found: string) => string): ActionType {
  const isThere = existsSync(path)
  if (isThere && !place.test(readFileSync(path, 'utf8')))
    throw new RangeError(`${path} has no ${what}: add it, and run this again; nothing was written`)
  return {
    type: 'modify',
    path,
    transform: (text: string) => text.replace(place, change),
    skip: () => (isThere ? undefined : `${path} does not exist: add it where its tests are`),
  }
}

/** A line before all others. */
export function insertFirst(path: string, line: string): ActionType {
  return insert(path, /^/, 'first line', () => `${line}\n`)
}

/** An entry of a list such as `  operations: {`, on one line or several: the formatter tidies up. */
export function insertInto(path: string, list: string, entry: string): ActionType {
  return insert(
    path,
    new RegExp(`^ {2}${list}: \\{`, 'm'),
    `line that begins with '  ${list}: {'`,
    (found) => `${found}\n    ${entry},`,
  )
}
