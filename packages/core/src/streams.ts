// The data plane's contract. It shares the description of a vendor with the runtime plane, and nothing that acts.
export { catalogEntryOf, catalogOf } from './streams/catalog.ts'
export type { CatalogEntry } from './streams/catalog.ts'
export { sliceKey } from './streams/slice-key.ts'
export { defineSource } from './streams/source.ts'
export type { Source } from './streams/source.ts'
export { stream } from './streams/stream.ts'
export type { CursorFieldOf, StreamRouteOf } from './streams/stream-checks.ts'
export type { StreamCursor } from './streams/stream-cursor.ts'
export type {
  Consumer,
  Deletes,
  Parent,
  RequestFields,
  SchemaChanges,
  Stream,
  StreamDefinition,
  StreamStates,
  Tombstones,
} from './streams/stream-definition.ts'
export { defineTables, tableStream } from './streams/tables.ts'
export type { Table, TableRules, TableStates } from './streams/tables.ts'
export { cursor, lastItem, linkHeader, nextUrl, offset, pageNumber } from './contract/paging.ts'
