import { named, nothing, upsert } from '@portico/core/contract'
import { channelMember } from '../schemas/references.ts'
import { tier3 } from '../tiers.ts'
import { slackVendor } from '../vendor.ts'

/** One user per call, though Slack accepts a hundred: with several, already_in_channel does not say which one it means. */
export const inviteUserToChannel = slackVendor.command('POST /api/conversations.invite', {
  summary: 'Bring a user into a channel; they are told.',
  title: { en: 'Invite a user to a channel', ar: 'دعوة مستخدم إلى قناة' },
  input: channelMember,
  body: ({ channel, user }) => ({ channel, users: user }),
  output: nothing,
  limits: tier3,
  sideEffect: 'external_message',
  reversibility: 'R1',
  approval: 'A1',
  idempotency: upsert,
  alreadyDone: { already_in_channel: () => ({ output: undefined }) },
  audit: { entity: { type: 'channel_member', id: ['input.channel', 'input.user'] } },
  rollback: {
    operation: named('removeUserFromChannel', channelMember),
    input: ({ input }) => ({ channel: input.channel, user: input.user }),
    notes: 'What they read meanwhile is read. Some workspaces let only administrators remove.',
  },
  examples: [{ channel: 'C012AB3CD', user: 'W1234567890' }],
})
