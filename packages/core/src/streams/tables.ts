import type { Sensitivity } from '../contract/classes.ts'
import type { Shape } from '../contract/delivery.ts'
import { type Duration, milliseconds } from '../contract/idempotency.ts'
import type { Vendor } from '../contract/vendor.ts'
import type { VendorTypes } from '../contract/vendor-definition.ts'
import type { Source } from './source.ts'
import type { Consumer, SchemaChanges, Stream, StreamDefinition } from './stream-definition.ts'

/** What no database knows about its tables, so a person has to state it. */
export interface TableStates {
  /** How old the landed data may be before the owner is notified. */
  readonly freshness: Duration
  readonly owner: string
  readonly consumers: readonly Consumer[]
  readonly sensitivity: Sensitivity
  /** Columns that are more sensitive than the rest. */
  readonly sensitiveFields?: Readonly<Record<string, Sensitivity>>
  readonly schemaChanges: SchemaChanges
}

/** What is stated about the tables of a source. */
export interface TableRules {
  /** The kind of database, which determines what reads it. */
  readonly database: 'postgresql'
  readonly every: TableStates
  /** What differs per table, by name: `public.orders`. */
  readonly named: Readonly<Record<string, Partial<TableStates>>>
}

/** A source whose streams are tables. Which tables exist, and their columns, the database says once connected. */
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
  /** Including its schema: `public.orders`. */
  readonly name: string
  /** The table's comment in the database. */
  readonly comment: string | undefined
  /** JSON Schema 2020-12 of a row: an object whose `properties` are the columns. */
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
