import type { Parameters, RequiredKeys } from '../contract/checks.ts'

/** The route of a stream: a read, whose parameters come from its slice. */
export type StreamRouteOf<Route extends string, Slice> = Route extends `${'GET' | 'POST'} /${string}`
  ? [Exclude<Parameters<Route>, RequiredKeys<Slice>>] extends [never]
    ? Route
    : `✗ {${Exclude<Parameters<Route>, RequiredKeys<Slice>> & string}} in the path is not a required field of the slice: state slice, and slices or parent that make it`
  : '✗ write the route as the vendor does, method first: "GET /v1/things/{id}"'

/** Whether every record has a value at a dotted path. */
type IsRequiredPath<Path extends string, Value> = Path extends `${infer Head}.${infer Rest}`
  ? Head extends RequiredKeys<Value>
    ? IsRequiredPath<Rest, Value[Head & keyof Value]>
    : false
  : Path extends RequiredKeys<Value>
    ? true
    : false

/** The field that a stream's cursor reads. Every record must have it. */
export type CursorFieldOf<Field extends string, Record> =
  IsRequiredPath<Field, Record> extends true
    ? Field
    : `✗ ${Field} is not a required field of the record: a cursor reads it from every one`
