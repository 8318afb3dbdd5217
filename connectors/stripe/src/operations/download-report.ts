import { bytes, z } from '@portico/core/contract'
import { identifier } from '../schemas/identifier.ts'
import { stripeVendor } from '../vendor.ts'

export const downloadReport = stripeVendor.query('GET /v1/files/{file}/contents', {
  summary: "The content of a report's file, as CSV.",
  title: { en: 'Download a report', ar: 'تنزيل ملف تقرير' },
  input: z.object({ file: identifier }),
  output: bytes({ maxBytes: 1_073_741_824 }),
  origin: 'files',
  headers: { accept: 'text/csv' },
  sensitivity: 'S3',
  approval: 'A1',
  timeoutMs: 120_000,
  examples: [{ file: 'file_1Mr4LDLkdIwHu7ixFCz0dZiH' }],
})
