import { claim, z } from '@portico/core/contract'
import { channelId, fileId, messageTimestamp } from '../schemas/identifiers.ts'
import { tier4 } from '../tiers.ts'
import { slackVendor } from '../vendor.ts'
import { deleteFile } from './delete-file.ts'
import { nullishText } from '../schemas/nullish.ts'

export const completeFileUpload = slackVendor.command('POST /api/files.completeUploadExternal', {
  summary: 'Make an uploaded file a file: shared in a channel, or private without one.',
  title: { en: 'Complete a file upload', ar: 'إتمام رفع ملف' },
  input: z.object({
    file: fileId,
    title: z.string().min(1).max(255).optional(),
    channel_id: channelId.optional(),
    thread_ts: messageTimestamp.optional(),
    initial_comment: z.string().min(1).max(40_000).optional(),
  }),
  encode: 'json',
  body: ({ file, title, ...shared }) => ({ files: [{ id: file, ...(title !== undefined && { title }) }], ...shared }),
  output: z.object({ id: z.string(), title: nullishText }),
  pick: 'files.0',
  limits: tier4,
  sideEffect: 'external_message',
  reversibility: 'R1',
  approval: 'A1',
  idempotency: claim,
  audit: { entity: { type: 'file', id: 'input.file' }, omit: ['initial_comment'] },
  rollback: {
    operation: deleteFile,
    input: ({ output }) => ({ file: output.id }),
    notes: 'It is gone for all, and so is the message that shared it; who downloaded it keeps it.',
  },
  examples: [
    { file: 'F123ABC456' },
    {
      file: 'F123ABC456',
      title: 'Report for October',
      channel_id: 'C0NF841BK',
      thread_ts: '1524523204.000192',
      initial_comment: 'As promised.',
    },
  ],
})
