import pg from 'pg'
import type { DatabaseType } from './column-value.ts'

/** Types whose OIDs are the same on every server. Querying them in a new session would take as long as opening it. */
export const builtInTypes: ReadonlyMap<number, DatabaseType> = new Map(
  Object.entries(pg.types.builtins).map(([name, id]) => [
    id,
    { id, name: name.toLowerCase(), base: undefined, element: undefined },
  ]),
)
