import { named, nothing, upsert } from '@portico/core/contract'
import { reaction } from '../schemas/references.ts'
import { tier3 } from '../tiers.ts'
import { slackVendor } from '../vendor.ts'

export const addReaction = slackVendor.command('POST /api/reactions.add', {
  summary: 'React to a message with an emoji.',
  title: { en: 'Add a reaction', ar: 'إضافة تفاعل' },
  input: reaction,
  output: nothing,
  limits: tier3,
  sideEffect: 'external_message',
  // It carries no text of its own, and removing it leaves no trace.
  reversibility: 'R0',
  approval: 'A0',
  idempotency: upsert,
  alreadyDone: { already_reacted: () => ({ output: undefined }) },
  audit: { entity: { type: 'reaction', id: ['input.channel', 'input.timestamp', 'input.name'] } },
  rollback: {
    operation: named('removeReaction', reaction),
    input: ({ input }) => ({ channel: input.channel, timestamp: input.timestamp, name: input.name }),
    notes: 'Leaves no trace.',
  },
  examples: [{ channel: 'C024BE91L', timestamp: '1503435956.000247', name: 'thumbsup' }],
})
