import { none, z } from '@portico/core/contract'
import { tier4 } from '../tiers.ts'
import { slackVendor } from '../vendor.ts'

/** The first of three steps: sendFileContent takes the URL, completeFileUpload the id. */
export const startFileUpload = slackVendor.command('POST /api/files.getUploadURLExternal', {
  summary: 'Reserve a file: an id, and an address to send its content to.',
  title: { en: 'Start a file upload', ar: 'بدء رفع ملف' },
  input: z.object({
    filename: z.string().min(1).max(255),
    // Bytes.
    length: z.int().positive(),
    alt_txt: z.string().max(1_000).optional(),
    snippet_type: z.string().min(1).optional(),
  }),
  output: z.object({ upload_url: z.string(), file_id: z.string() }),
  limits: tier4,
  sideEffect: 'internal_write',
  reversibility: 'R0',
  approval: 'A0',
  // No claim either: it would store the URL, and anyone who has that may write the file.
  idempotency: none('a second reservation is another file, and one that is not completed is never seen'),
  audit: { entity: { type: 'file', id: 'output.file_id' }, omit: ['alt_txt'] },
  rollback: { irreversible: 'There is nothing to take back: a file that is not completed is never seen.' },
  examples: [
    { filename: 'report.pdf', length: 53_072 },
    { filename: 'bridge.py', length: 512, alt_txt: 'A sketch of the bridge', snippet_type: 'python' },
  ],
})
