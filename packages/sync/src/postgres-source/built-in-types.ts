import pg from 'pg'
import type { DatabaseType } from './column-value.ts'

/** Types whose numbers are the same in every server. To ask a new session for them takes it as long as to open it. */
export const builtInTypes: ReadonlyMap<number, DatabaseType> = new Map(
  Object.entries(pg.types.builtins).map(([name, id]) => [
    id,
    { id, name: name.toLowerCase(), base: undefined, element: undefined },
  ]),
)
