import { claim, z } from '@portico/core/contract'
import { Channel } from '../schemas/channel.ts'
import { tier2 } from '../tiers.ts'
import { slackVendor } from '../vendor.ts'
import { archiveChannel } from './archive-channel.ts'

export const createChannel = slackVendor.command('POST /api/conversations.create', {
  summary: 'Open a public or private channel.',
  title: { en: 'Create a channel', ar: 'إنشاء قناة' },
  input: z.object({
    // Without capitals, spaces and full stops; Slack takes any alphabet.
    name: z
      .string()
      .regex(/^[^A-Z\s.]+$/)
      .max(80),
    is_private: z.boolean().optional(),
  }),
  output: Channel,
  pick: 'channel',
  limits: tier2,
  sideEffect: 'internal_write',
  reversibility: 'R1',
  approval: 'A1',
  // name_taken does not tell our own lost answer from somebody else's channel.
  idempotency: claim,
  audit: { entity: { type: 'channel', id: 'output.id' } },
  rollback: {
    operation: archiveChannel,
    input: ({ output }) => ({ channel: output.id }),
    notes: 'Archived, not gone: the name stays taken, and only an administrator can delete the channel.',
  },
  examples: [{ name: 'incident-118' }, { name: 'عطل-118', is_private: true }],
})
