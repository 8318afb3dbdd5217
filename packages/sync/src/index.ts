export { cursorRules } from './cursor/cursor-value.ts'
export type { CursorRules, CursorValue } from './cursor/cursor-value.ts'
export { deletedAt, tableName } from './destination/destination.ts'
export type {
  Destination,
  LandedTable,
  LandingBatch,
  LandingMode,
  LandingRecords,
  LandingStream,
  Owner,
  SavedStates,
  StreamStatus,
  StreamWriter,
} from './destination/destination.ts'
export { Lines, linesOf } from './destination/lines.ts'
export type { WriteLine } from './destination/lines.ts'
export { evolve } from './destination/schema-evolution.ts'
export type { Evolution, SchemaChange } from './destination/schema-evolution.ts'
export { keepHeapSmall } from './keep-heap-small.ts'
export { columnsOf } from './record/columns.ts'
export type { Column, ColumnType } from './record/columns.ts'
export { compileRecord } from './record/compile-record.ts'
export type { CompiledRecord, Misfit, Row } from './record/compile-record.ts'
export type { JsonSchema } from './record/json-schema.ts'
export type { GateAnswer, RunStart, SyncGate, SyncObserver } from './run/observer.ts'
export { planStreams } from './run/plan.ts'
export type { PlanOptions, StreamPlan } from './run/plan.ts'
export type { ReportedError, RunReport, StreamReport } from './run/report.ts'
export { sync } from './run/sync.ts'
export type { SyncOptions } from './run/sync.ts'
export { httpSource } from './source/http-source.ts'
export type { ReadPage, SliceReading, SourceReader } from './source/source-reader.ts'
export { migrateState } from './state/migrations.ts'
export { stateVersion } from './state/stream-state.ts'
export type { Pass, SlicePass, SliceState, StreamState } from './state/stream-state.ts'
export { isSyncError, SyncError } from './sync-error.ts'
export type { SyncErrorCode } from './sync-error.ts'
export { version } from './version.ts'
