import { z } from '@portico/core/contract'
import { nullishInteger, nullishText } from './nullish.ts'

export const ReportRun = z.object({
  id: z.string(),
  object: z.literal('reporting.report_run'),
  report_type: z.string(),
  status: z.string(),
  created: z.int(),
  livemode: z.boolean(),
  succeeded_at: nullishInteger,
  /** The file; downloadReport returns its content. */
  result: z.object({ id: z.string(), size: z.int(), filename: nullishText }).nullish(),
})
