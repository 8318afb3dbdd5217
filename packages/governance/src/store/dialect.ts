/** The two databases that the schema supports. */
export type Dialect = 'sqlite' | 'postgres'
