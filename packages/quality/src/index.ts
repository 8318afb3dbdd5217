export { assertionsFacet } from './checkpoint/assertions-facet.ts'
export type { Assertion, AssertionsFacet } from './checkpoint/assertions-facet.ts'
export { judge } from './checkpoint/judgement.ts'
export type { Failure, Judgement, Verdict } from './checkpoint/judgement.ts'
export { runCheckpoint } from './checkpoint/run-checkpoint.ts'
export type { Checkpoint, CheckpointOutcome, CheckpointRun, CheckpointSinks, GateIncident } from './checkpoint/run-checkpoint.ts'
export type { Cell, Column, ColumnKind, Dataset } from './dataset/dataset.ts'
export { expectationTypes } from './expectations/registry.ts'
export type { ResultFormat } from './plan/result-format.ts'
export { QualityError, isQualityError } from './quality-error.ts'
export type { QualityErrorCode } from './quality-error.ts'
export { readResults } from './results/read-results.ts'
export type { ReadResults } from './results/read-results.ts'
export type {
  ExceptionInfo,
  ExpectationConfiguration,
  ExpectationResult,
  Statistics,
  ValidationResult,
} from './results/validation-result.ts'
export { evaluate } from './run/evaluate.ts'
export type { EvaluateOptions } from './run/evaluate.ts'
export { maskedColumns } from './severity/dataset-facts.ts'
export type { DatasetFacts } from './severity/dataset-facts.ts'
export { failureSeverity, worstSeverity } from './severity/failure-severity.ts'
export { readFacts } from './severity/read-facts.ts'
export type { Dialect, Statement } from './sql/dialect.ts'
export type { Sql, SqlPart, ValueType } from './sql/sql.ts'
export { readSuite } from './suite/read-suite.ts'
export type { Suite } from './suite/read-suite.ts'
export { version } from './version.ts'
