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
export type { DatasetFacts } from './severity/dataset-facts.ts'
export { failureSeverity, worstSeverity } from './severity/failure-severity.ts'
export { version } from './version.ts'
