// Syncs as durable runs: the port, and the engine that needs no server.
export { concurrencyOf, hasEnded } from './engine/engine.ts'
export type {
  Concurrency,
  Engine,
  EngineRun,
  OpenedJob,
  OpenJob,
  RunFilter,
  RunState,
  Schedule,
  ScheduleStatus,
  SyncJob,
  Worker,
  WorkerOptions,
} from './engine/engine.ts'
export { localEngine } from './engine/local/local-engine.ts'
export type { LocalEngine, LocalEngineOptions } from './engine/local/local-engine.ts'
export { nextTime } from './engine/next-time.ts'
export { syncJob } from './engine/run-step.ts'
export type { Retrying, StepSize } from './engine/run-step.ts'
