import type { Column, ColumnKind } from '../dataset/dataset.ts'
import type { ValueType } from './sql.ts'

const kinds: readonly (readonly [RegExp, ColumnKind, ValueType])[] = [
  [/^(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|OID)$/, 'number', 'integer'],
  [/^(DECIMAL|NUMERIC|FLOAT|REAL|DOUBLE|DOUBLE PRECISION)(\(.*\))?$/, 'number', 'number'],
  [/^(VARCHAR|TEXT|CHARACTER VARYING|CHARACTER|CITEXT|NAME|UUID)(\(.*\))?$/, 'text', 'text'],
  [/^BOOLEAN$/, 'boolean', 'boolean'],
  [/^DATE$/, 'temporal', 'date'],
  [/^TIMESTAMP(\(\d\))? WITH TIME ZONE$/, 'temporal', 'timestamptz'],
  [/^(TIMESTAMP(\(\d\))?( WITHOUT TIME ZONE)?|TIMESTAMP_(S|MS|NS))$/, 'temporal', 'timestamp'],
  [/^TIME(\(\d\))?( WITHOUT TIME ZONE)?$/, 'temporal', 'time'],
]

/** Builds a column from its name and its type in the database's spelling. */
export function columnOf(name: string, type: string): Column {
  const written = type.toUpperCase()
  const [, kind, valueType] = kinds.find(([pattern]) => pattern.test(written)) ?? [undefined, 'other' as const, 'text' as const]
  return { name, type, kind, valueType }
}
