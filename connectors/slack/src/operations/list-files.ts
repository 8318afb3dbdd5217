import { pageNumber, z } from '@portico/core/contract'
import { File } from '../schemas/file.ts'
import { channelId, userId } from '../schemas/identifiers.ts'
import { tier3 } from '../tiers.ts'
import { slackVendor } from '../vendor.ts'

export const listFiles = slackVendor.query('POST /api/files.list', {
  summary: 'Files, newest first, of a channel, a user or the workspace.',
  title: { en: 'List files', ar: 'سرد الملفات' },
  input: z.object({
    channel: channelId.optional(),
    user: userId.optional(),
    // Unix seconds.
    ts_from: z.int().nonnegative().optional(),
    ts_to: z.int().nonnegative().optional(),
    types: z
      .array(z.enum(['all', 'spaces', 'snippets', 'images', 'gdocs', 'zips', 'pdfs']))
      .min(1)
      .max(7)
      .optional(),
    count: z.int().min(1).max(200).default(100),
  }),
  output: z.array(File),
  pick: 'files',
  page: pageNumber('page', { pages: 'paging.pages' }),
  limits: tier3,
  examples: [
    { channel: 'C0T8SE4AU', count: 2 },
    { user: 'U061F7AUR', ts_from: 1_531_000_000, ts_to: 1_532_000_000, types: ['images', 'pdfs'] },
  ],
})
