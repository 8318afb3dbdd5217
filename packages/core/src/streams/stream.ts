import type { Shape } from '../contract/delivery.ts'
import { milliseconds } from '../contract/idempotency.ts'
import type { Vendor } from '../contract/vendor.ts'
import type { VendorTypes } from '../contract/vendor-definition.ts'
import { jsonSchemaOf } from '../pin/json-schema-of.ts'
import type { CursorFieldOf, StreamRouteOf } from './stream-checks.ts'
import type { StreamCursor } from './stream-cursor.ts'
import type { Parent, Stream, StreamDefinition, StreamStates } from './stream-definition.ts'

type Nothing = Shape<Record<never, never>, Record<never, never>>

/** Defines a stream. Throws a `TypeError` for statements that can't hold, before anything is read. */
export function stream<
  V extends VendorTypes,
  Rec extends Shape,
  const Route extends string,
  const Field extends string = never,
  Slice extends Shape = Nothing,
  Settings extends Shape = Nothing,
  ParentRecord = never,
>(
  vendor: Vendor<V>,
  route: StreamRouteOf<Route, Slice['_zod']['output']>,
  definition: StreamStates<Rec, Slice, Settings> & {
    /** Without a cursor the whole stream is read every time. */
    readonly cursor?: StreamCursor<Field> & { readonly field: CursorFieldOf<Field, Rec['_zod']['output']> }
    readonly parent?: Parent<ParentRecord, Slice['_zod']['output']>
  },
): Stream<Rec['_zod']['output']> {
  const stated = { sensitiveFields: {}, ...definition, route } as unknown as StreamDefinition
  const schema = jsonSchemaOf(stated.record, 'output')
  check(`${vendor.identity.id} ${route}`, vendor.identity.origins, stated, schema)
  return { vendor: vendor.identity, definition: stated, schema }
}

function check(name: string, origins: object, definition: StreamDefinition, schema: ObjectSchema): void {
  const problem = (text: string): never => {
    throw new TypeError(`stream ${name}: ${text}`)
  }
  const { route, primaryKey, cursor, slice, slices, parent, origin, owner } = definition
  // For authors without a compiler, or who cast: reading with DELETE would delete.
  if (!/^(?:GET|POST) \//.test(route)) problem('a stream only reads: write the route as the vendor does, GET or POST first')
  const fields = fieldsOf(schema)
  if (primaryKey.length === 0) problem('primaryKey names no field: what lands twice could not be merged')
  for (const field of primaryKey)
    if (!fields.required.has(field)) problem(`primaryKey: ${field} is not a required field of the record`)
  if (cursor && !isRequired(cursor.field.split('.'), schema)) {
    problem(`cursor: ${cursor.field} is not a required field of the record`)
  }
  const { deletes } = definition
  if (typeof deletes === 'object' && 'tombstone' in deletes && deletes.tombstone.where === '') {
    problem('deletes: name what marks a record of the vendor as deleted')
  }
  if (typeof deletes === 'object' && 'field' in deletes && !fields.all.has(deletes.field)) {
    problem(`deletes: ${deletes.field} is not a field of the record`)
  }
  for (const field of Object.keys(definition.sensitiveFields)) {
    if (!fields.all.has(field)) problem(`sensitiveFields: ${field} is not a field of the record`)
  }
  if (slice && !slices && !parent) problem('it has slices, and nothing says which: state slices or parent')
  if (!slice && (slices || parent)) problem('it says which slices there are, and not what one is: state slice')
  if (slices && parent) problem('its slices come from slices or from parent, not from both')
  if (cursor?.state === 'slice' && !slice) problem("cursor: state is 'slice', and there are no slices")
  if (cursor?.state === 'global' && slice) {
    problem("cursor: state is 'global', and a slice that is added later would lose what is older than it: state 'slice'")
  }
  if (origin !== undefined && !Object.hasOwn(origins, origin)) problem(`origin: the vendor declares no ${origin}`)
  if (owner.trim() === '') problem('owner: name one, so that somebody answers for the stream')
  if (milliseconds(definition.freshness) <= 0) problem('freshness: write a time above 0, such as 1d')
  for (const duration of [cursor?.lookback, cursor?.settle]) if (duration !== undefined) milliseconds(duration)
}

interface ObjectSchema {
  readonly properties?: Readonly<Record<string, object>>
  readonly required?: readonly string[]
}

/** Whether every value of a schema has a value at a path. */
function isRequired([field, ...rest]: readonly string[], { properties, required }: ObjectSchema): boolean {
  if (!required?.includes(field!)) return false
  return rest.length === 0 || isRequired(rest, properties?.[field!] ?? {})
}

/** The fields of an object record. */
function fieldsOf({ properties, required }: ObjectSchema): {
  readonly all: ReadonlySet<string>
  readonly required: ReadonlySet<string>
} {
  return { all: new Set(Object.keys(properties ?? {})), required: new Set(required) }
}
