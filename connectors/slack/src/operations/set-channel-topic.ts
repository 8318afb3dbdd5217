import { nothing, upsert, z } from '@portico/core/contract'
import { channelId } from '../schemas/identifiers.ts'
import { tier2 } from '../tiers.ts'
import { slackVendor } from '../vendor.ts'

export const setChannelTopic = slackVendor.command('POST /api/conversations.setTopic', {
  summary: "Set a channel's topic; the channel is told.",
  title: { en: 'Set a channel topic', ar: 'تعيين موضوع قناة' },
  input: z.object({ channel: channelId, topic: z.string().max(250) }),
  output: nothing,
  limits: tier2,
  sideEffect: 'external_message',
  reversibility: 'R1',
  approval: 'A1',
  idempotency: upsert,
  audit: { entity: { type: 'channel', id: 'input.channel' } },
  rollback: { manual: 'Set the former topic again: the channel shows it in the notice of the change.' },
  examples: [{ channel: 'C012AB3CD', topic: 'On call: Mona' }],
})
