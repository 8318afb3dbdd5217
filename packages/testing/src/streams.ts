export { streamContract } from './streams/stream-contract.ts'
export { streamChecks } from './streams/stream-checks.ts'
export type { StreamCheck } from './streams/stream-check.ts'
export type { StreamEntry, StreamTable, TestedSource } from './streams/stream-table.ts'
