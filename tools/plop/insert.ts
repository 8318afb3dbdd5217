import { existsSync } from 'node:fs'
import type { ActionType } from 'node-plop'

/** Changes one place of a file; a file in which the place is not found is left as it is, and said. */
export function insert(path: string, place: RegExp, change: (found: string) => string): ActionType {
  return {
    type: 'modify',
    path,
    transform: (text: string) => {
      if (!place.test(text)) throw new Error(`${path} has no line like ${place.source}: add it there by hand`)
      return text.replace(place, change)
    },
    skip: () => (existsSync(path) ? undefined : `${path} is not there: add it where its tests are`),
  }
}
