import type { Dialect } from './dialect.ts'
import { sql } from './sql.ts'

/** PostgreSQL 15 and later; JSON can be tested from 16 on. Regular expressions are PostgreSQL's own. */
export const postgresDialect: Dialect = {
  name: 'postgresql',
  typeNames: {
    text: 'text',
    integer: 'bigint',
    number: 'numeric',
    boolean: 'boolean',
    date: 'date',
    timestamp: 'timestamp',
    timestamptz: 'timestamptz',
    time: 'time',
  },
  // The protocol counts them in 16 bits.
  mostValues: 60_000,
  typeAliases: {
    BOOL: 'BOOLEAN',
    INT: 'INTEGER',
    INT2: 'SMALLINT',
    INT4: 'INTEGER',
    INT8: 'BIGINT',
    FLOAT4: 'REAL',
    FLOAT: 'DOUBLE PRECISION',
    FLOAT8: 'DOUBLE PRECISION',
    DOUBLE: 'DOUBLE PRECISION',
    DECIMAL: 'NUMERIC',
    VARCHAR: 'CHARACTER VARYING',
    STRING: 'TEXT',
    CHAR: 'CHARACTER',
    DATETIME: 'TIMESTAMP WITHOUT TIME ZONE',
    TIMESTAMP: 'TIMESTAMP WITHOUT TIME ZONE',
    TIMESTAMPTZ: 'TIMESTAMP WITH TIME ZONE',
    TIME: 'TIME WITHOUT TIME ZONE',
    TIMETZ: 'TIME WITH TIME ZONE',
  },
  matches: (text, pattern) => sql`${text} ~ ${pattern}`,
  byCodePoint: (text) => sql`(${text}) collate "C"`,
  median: (values, when) => sql`percentile_cont(0.5) within group (order by ${values})${when}`,
  quantile: (values, fraction, when) => sql`percentile_disc(${fraction}) within group (order by ${values})${when}`,
  rowOrder: sql`ctid`,
  isJson: (text) => sql`${text} is json`,
  isTime: undefined,
}
