import { named, nothing, upsert } from '@portico/core/contract'
import { channelReference } from '../schemas/references.ts'
import { tier2 } from '../tiers.ts'
import { slackVendor } from '../vendor.ts'

export const unarchiveChannel = slackVendor.command('POST /api/conversations.unarchive', {
  summary: 'Open an archived channel again.',
  title: { en: 'Unarchive a channel', ar: 'إلغاء أرشفة قناة' },
  input: channelReference,
  output: nothing,
  limits: tier2,
  sideEffect: 'internal_write',
  reversibility: 'R1',
  approval: 'A1',
  idempotency: upsert,
  alreadyDone: { not_archived: () => ({ output: undefined }) },
  audit: { entity: { type: 'channel', id: 'input.channel' } },
  rollback: {
    operation: named('archiveChannel', channelReference),
    input: ({ input }) => ({ channel: input.channel }),
    notes: 'Messages that were written meanwhile stay.',
  },
  examples: [{ channel: 'C012AB3CD' }],
})
