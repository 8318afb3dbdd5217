/** The two databases that one schema is written for. */
export type Dialect = 'sqlite' | 'postgres'
