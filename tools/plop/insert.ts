import { existsSync, readFileSync } from 'node:fs'
import type { ActionType } from 'node-plop'

/**
 * Changes one place of a file. Throws a RangeError where the place is not there, before anything is written: `what` names it to whoever
 * wrote the file otherwise.
 */
export function insert(path: string, place: RegExp, what: string, change: (found: string) => string): ActionType {
  const isThere = existsSync(path)
  if (isThere && !place.test(readFileSync(path, 'utf8')))
    throw new RangeError(`${path} has no ${what}: write it so, and run this again; nothing was written`)
  return {
    type: 'modify',
    path,
    transform: (text: string) => text.replace(place, change),
    skip: () => (isThere ? undefined : `${path} is not there: add it where its tests are`),
  }
}

/** A line before all others. */
export function insertFirst(path: string, line: string): ActionType {
  return insert(path, /^/, 'first line', () => `${line}\n`)
}

/** An entry of a list such as `  operations: {`, on lines of its own or not: the formatter puts it right. */
export function insertInto(path: string, list: string, entry: string): ActionType {
  return insert(
    path,
    new RegExp(`^ {2}${list}: \\{`, 'm'),
    `line that begins with '  ${list}: {'`,
    (found) => `${found}\n    ${entry},`,
  )
}
