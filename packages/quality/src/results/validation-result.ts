/** An expectation as stated in a suite and repeated in a result, in the format of Great Expectations 1.x. */
export interface ExpectationConfiguration {
  readonly type: string
  readonly kwargs: Readonly<Record<string, unknown>>
  readonly meta: Readonly<Record<string, unknown>>
  readonly id?: string
  readonly severity?: string
}

export interface ExceptionInfo {
  readonly raised_exception: boolean
  readonly exception_traceback: string | null
  readonly exception_message: string | null
}

/** What one expectation found. */
export interface ExpectationResult {
  readonly success: boolean
  readonly expectation_config: ExpectationConfiguration
  /** Empty in the result format `BOOLEAN_ONLY`. */
  readonly result: Readonly<Record<string, unknown>>
  readonly meta: Readonly<Record<string, unknown>>
  readonly exception_info: ExceptionInfo
}

export interface Statistics {
  readonly evaluated_expectations: number
  readonly successful_expectations: number
  readonly unsuccessful_expectations: number
  /** 0 to 100; null where nothing was evaluated. */
  readonly success_percent: number | null
}

/** The result of a suite over one dataset: the document that Great Expectations 1.x writes for a validation. */
export interface ValidationResult {
  readonly success: boolean
  readonly results: readonly ExpectationResult[]
  readonly suite_name: string
  readonly suite_parameters: Readonly<Record<string, unknown>>
  readonly statistics: Statistics
  readonly meta: Readonly<Record<string, unknown>>
  readonly id: string | null
}
