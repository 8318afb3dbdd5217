// Checkpoints in a sync, between landing and readers.
export { checkpointGate } from './gate/checkpoint-gate.ts'
export type { CheckpointGateOptions } from './gate/checkpoint-gate.ts'
