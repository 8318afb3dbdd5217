import { named, nothing, upsert } from '@portico/core/contract'
import { channelMember } from '../schemas/references.ts'
import { tier3 } from '../tiers.ts'
import { slackVendor } from '../vendor.ts'

export const removeUserFromChannel = slackVendor.command('POST /api/conversations.kick', {
  summary: 'Take a user out of a channel; they are told.',
  title: { en: 'Remove a user from a channel', ar: 'إزالة مستخدم من قناة' },
  input: channelMember,
  output: nothing,
  limits: tier3,
  sideEffect: 'external_message',
  reversibility: 'R1',
  approval: 'A1',
  idempotency: upsert,
  alreadyDone: { not_in_channel: () => ({ output: undefined }) },
  audit: { entity: { type: 'channel_member', id: ['input.channel', 'input.user'] } },
  rollback: {
    operation: named('inviteUserToChannel', channelMember),
    input: ({ input }) => ({ channel: input.channel, user: input.user }),
    notes: 'They are told again.',
  },
  examples: [{ channel: 'C012AB3CD', user: 'W1234567890' }],
})
