import { named, nothing, upsert } from '@portico/core/contract'
import { channelReference } from '../schemas/references.ts'
import { tier2 } from '../tiers.ts'
import { slackVendor } from '../vendor.ts'

export const archiveChannel = slackVendor.command('POST /api/conversations.archive', {
  summary: 'Close a channel; what was written in it stays readable.',
  title: { en: 'Archive a channel', ar: 'أرشفة قناة' },
  input: channelReference,
  output: nothing,
  limits: tier2,
  sideEffect: 'internal_write',
  reversibility: 'R1',
  approval: 'A1',
  idempotency: upsert,
  alreadyDone: { already_archived: () => ({ output: undefined }) },
  audit: { entity: { type: 'channel', id: 'input.channel' } },
  rollback: {
    operation: named('unarchiveChannel', channelReference),
    input: ({ input }) => ({ channel: input.channel }),
    notes: 'Its members are back in it. A bot that was no member of a private one needs a person to do it.',
  },
  examples: [{ channel: 'C012AB3CD' }],
})
