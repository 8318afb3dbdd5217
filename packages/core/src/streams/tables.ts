import type { Sensitivity } from '../contract/classes.ts'
import type { Shape } from '../contract/delivery.ts'
import { type Duration, milliseconds } from '../contract/idempotency.ts'
import type { Vendor } from '../contract/vendor.ts'
import type { VendorTypes } from '../contract/vendor-definition.ts'
import type { Source } from './source.ts'
import type { Consumer, SchemaChanges, Stream, StreamDefinition } from './stream-definition.ts'

/** What no database knows of its tables, so that somebody has to say it. */
export interface TableStates {
  /** The oldest that what landed may be before the owner is told. */
  readonly freshness: Duration
  readonly owner: string
  readonly consumers: readonly Consumer[]
  readonly sensitivity: Sensitivity
  /** Columns that are more sensitive than the rest. */
  readonly sensitiveFields?: Readonly<Record<string, Sensitivity>>
  readonly schemaChanges: SchemaChanges
}

/** What is said of the tables of a source. */
export interface TableRules {
  /** Which kind of database it is, and so what reads it. */
  readonly database: 'postgresql'
  readonly every: TableStates
  /** What differs, by the table's name: `public.orders`. */
  readonly named: Readonly<Record<string, Partial<TableStates>>>
}

/** A source whose streams are tables: which there are and what is in them, the database says when it is connected. */
export function defineTables<V extends VendorTypes>(
  vendor: Vendor<V>,
  source: { readonly version: string } & TableRules,
): Source<Readonly<Record<never, never>>> {
  const { version, ...tables } = source
  for (const [name, states] of [['every', tables.every], ...Object.entries(tables.named)] as const) {
    const problem = (text: string): never => {
      throw new TypeError(`source ${vendor.identity.id}: tables: ${name}: ${text}`)
    }
    if (states.owner?.trim() === '') problem('owner: name one, so that somebody answers for the table')
    if (states.freshness !== undefined && milliseconds(states.freshness) <= 0)
      problem('freshness: write a time above 0, such as 1d')
    if (states !== tables.every && !/^[^.]+\..+$/.test(name)) problem('a table is named with its schema: public.orders')
  }
  return { vendor: vendor.identity, version, streams: {}, tables }
}

/** A table as its database describes it. */
export interface Table {
  /** With its schema: `public.orders`. */
  readonly name: string
  /** What is written of it in the database. */
  readonly comment: string | undefined
  /** Of a row, 2020-12: an object whose `properties` are the columns. */
  readonly schema: Readonly<Record<string, unknown>>
  readonly primaryKey: readonly string[]
}

/** A table as a stream of its source. */
export function tableStream({ vendor, tables }: Source<object>, table: Table): Stream {
  const { name, comment, schema, primaryKey } = table
  const { sensitiveFields = {}, ...states } = { ...tables!.every, ...tables!.named[name] }
  const definition: StreamDefinition = {
    ...states,
    route: `TABLE ${name}`,
    summary: comment ?? `Table ${name}.`,
    title: { en: name, ar: name },
    record: { toJSONSchema: () => schema } as unknown as Shape,
    primaryKey,
    sensitiveFields,
    deletes: 'log',
    log: true,
    cursor: undefined,
    slices: undefined,
    parent: undefined,
    fields: undefined,
    add: undefined,
  }
  return { vendor, definition, schema }
}
