// Checkpoints in a sync, between what has landed and what readers see.
export { checkpointGate } from './gate/checkpoint-gate.ts'
export type { CheckpointGateOptions } from './gate/checkpoint-gate.ts'
