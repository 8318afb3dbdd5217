import { named, nothing, upsert } from '@portico/core/contract'
import { reaction } from '../schemas/references.ts'
import { tier2 } from '../tiers.ts'
import { slackVendor } from '../vendor.ts'

export const removeReaction = slackVendor.command('POST /api/reactions.remove', {
  summary: 'Take back a reaction of ours.',
  title: { en: 'Remove a reaction', ar: 'إزالة تفاعل' },
  input: reaction,
  output: nothing,
  limits: tier2,
  sideEffect: 'external_message',
  reversibility: 'R0',
  approval: 'A0',
  idempotency: upsert,
  alreadyDone: { no_reaction: () => ({ output: undefined }) },
  audit: { entity: { type: 'reaction', id: ['input.channel', 'input.timestamp', 'input.name'] } },
  rollback: {
    operation: named('addReaction', reaction),
    input: ({ input }) => ({ channel: input.channel, timestamp: input.timestamp, name: input.name }),
    notes: "It is at the end of the message's reactions then.",
  },
  examples: [{ channel: 'C024BE91L', timestamp: '1503435956.000247', name: 'thumbsup' }],
})
