import { z } from '@portico/core/contract'
import { identifier } from '../schemas/identifier.ts'
import { currency } from '../schemas/money.ts'
import { ReportRun } from '../schemas/report-run.ts'
import { stripeVendor } from '../vendor.ts'

export const runReport = stripeVendor.job('POST /v1/reporting/report_runs', {
  summary: 'Run a report over a span of time; its file is read with downloadReport.',
  title: { en: 'Run a report', ar: 'تشغيل تقرير' },
  input: z.object({
    // Including its version, such as balance.summary.1.
    report_type: z.string().min(1),
    parameters: z
      .object({
        interval_start: z.int().nonnegative().optional(),
        interval_end: z.int().nonnegative().optional(),
        columns: z.array(z.string().min(1)).min(1).optional(),
        currency: currency.optional(),
        payout: identifier.optional(),
        reporting_category: z.string().min(1).optional(),
        timezone: z.string().min(1).optional(),
      })
      .optional(),
  }),
  output: ReportRun,
  sideEffect: 'none',
  reversibility: 'R0',
  approval: 'A1',
  // Itemized reports may name customers, depending on the requested columns.
  sensitivity: 'S3',
  audit: { entity: { type: 'report_run', id: 'output.report_run' } },
  rollback: { irreversible: 'There is nothing to take back: a run reads, and its file stays in the account.' },
  handle: { schema: z.object({ report_run: z.string() }), read: ({ body }) => ({ report_run: body?.id }) },
  poll: {
    request: 'GET /v1/reporting/report_runs/{report_run}',
    everyMs: 5_000,
    state: ({ body }) => {
      if (body?.status === 'succeeded') return 'done'
      return body?.status === 'failed' ? { failed: { message: body.error } } : 'running'
    },
  },
  owner: 'Finance',
  withinMs: 3_600_000,
  examples: [
    { report_type: 'balance.summary.1', parameters: { interval_start: 1_761_955_200, interval_end: 1_764_547_200 } },
    {
      report_type: 'balance_change_from_activity.itemized.3',
      parameters: {
        interval_start: 1_761_955_200,
        interval_end: 1_764_547_200,
        columns: ['balance_transaction_id', 'created', 'net'],
        currency: 'sar',
        reporting_category: 'charge',
        timezone: 'Asia/Riyadh',
      },
    },
    { report_type: 'payout_reconciliation.by_id.itemized.4', parameters: { payout: 'po_1OaFDbEcg9tTZuTgNYmX0PKB' } },
  ],
})
