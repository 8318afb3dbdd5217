import { nothing, upsert, z } from '@portico/core/contract'
import { fileId } from '../schemas/identifiers.ts'
import { tier3 } from '../tiers.ts'
import { slackVendor } from '../vendor.ts'

export const deleteFile = slackVendor.command('POST /api/files.delete', {
  summary: 'Delete a file of ours, everywhere it was shared.',
  title: { en: 'Delete a file', ar: 'حذف ملف' },
  input: z.object({ file: fileId }),
  output: nothing,
  limits: tier3,
  sideEffect: 'external_message',
  reversibility: 'R2',
  approval: 'A2',
  idempotency: upsert,
  // On a first attempt file_not_found does not mean "done": it also means that we may not see the file.
  alreadyDone: {
    file_deleted: () => ({ output: undefined }),
    file_not_found: ({ resent }) => (resent ? { output: undefined } : undefined),
  },
  audit: { entity: { type: 'file', id: 'input.file' } },
  rollback: { manual: 'Upload the original again and share it: Slack keeps no copy, and the old links stay dead.' },
  examples: [{ file: 'F2147483002' }],
})
