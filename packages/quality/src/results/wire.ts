import * as z from 'zod'

// Great Expectations adds fields from version to version. Those that a verdict depends on are required; others are ignored.
const open = z.record(z.string(), z.unknown())
const optionalOpen = open.nullish().transform((value) => value ?? {})
const name = z.string().min(1)

const exception = z.looseObject({
  raised_exception: z.boolean(),
  exception_traceback: z.string().nullish(),
  exception_message: z.string().nullish(),
})

/** One exception, or since 0.16 one per metric that raised, by the metric's id. */
const exceptionInfo = z.union([exception, z.record(z.string(), exception)]).nullish()

const stated = { kwargs: open, meta: optionalOpen }

const configuration018 = z.object({ ...stated, expectation_type: name, ge_cloud_id: z.string().nullish() })
const configuration1 = z.object({ ...stated, type: name, id: z.string().nullish(), severity: z.string().nullish() })

/** An expectation of either version, in a suite or in a result. */
export const wireConfiguration = z.union([configuration1, configuration018])

const expectationResult = z.object({
  success: z.boolean(),
  expectation_config: wireConfiguration,
  result: optionalOpen,
  meta: optionalOpen,
  exception_info: exceptionInfo,
})

const statistics = z.object({
  evaluated_expectations: z.int().nonnegative(),
  successful_expectations: z.int().nonnegative(),
  unsuccessful_expectations: z.int().nonnegative(),
  success_percent: z.number().nullish(),
})

/** A validation result, as written: 0.18 names the suite in `meta`, 1.x at the top. */
export const wireValidation = z.object({
  success: z.boolean(),
  results: z.array(expectationResult),
  suite_name: name.nullish(),
  suite_parameters: optionalOpen,
  evaluation_parameters: optionalOpen,
  statistics,
  meta: optionalOpen,
  id: z.string().nullish(),
})

/** A checkpoint result: 0.18 wraps each validation together with the results of its actions. */
export const wireCheckpoint = z.object({
  success: z.boolean(),
  run_results: z.record(z.string(), z.union([z.object({ validation_result: wireValidation }), wireValidation])),
  checkpoint_config: z.looseObject({ name: z.string().nullish() }).nullish(),
  name: z.string().nullish(),
})

export type WireValidation = z.output<typeof wireValidation>
export type WireConfiguration = z.output<typeof wireConfiguration>
export type WireExpectation = z.output<typeof expectationResult>
export type WireException = z.output<typeof exceptionInfo>
