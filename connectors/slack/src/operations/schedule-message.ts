import { claim, z } from '@portico/core/contract'
import { blocks, text } from '../schemas/content.ts'
import { channelId, messageTimestamp } from '../schemas/identifiers.ts'
import { tier3 } from '../tiers.ts'
import { slackVendor } from '../vendor.ts'
import { deleteScheduledMessage } from './delete-scheduled-message.ts'

export const scheduleMessage = slackVendor.command('POST /api/chat.scheduleMessage', {
  summary: 'Have Slack post a message later, within 120 days.',
  title: { en: 'Schedule a message', ar: 'جدولة رسالة' },
  input: z.object({
    channel: channelId,
    // Unix seconds.
    post_at: z.int().positive(),
    text,
    blocks: blocks.optional(),
    thread_ts: messageTimestamp.optional(),
  }),
  encode: 'json',
  output: z.object({ channel: z.string(), scheduled_message_id: z.string() }),
  limits: tier3,
  sideEffect: 'external_message',
  reversibility: 'R1',
  approval: 'A1',
  idempotency: claim,
  audit: { entity: { type: 'scheduled_message', id: 'output.scheduled_message_id' }, omit: ['text', 'blocks'] },
  rollback: {
    operation: deleteScheduledMessage,
    input: ({ output }) => ({ channel: output.channel, scheduled_message_id: output.scheduled_message_id }),
    notes: 'Until a minute before it is due; after that, deleteMessage.',
  },
  examples: [
    {
      channel: 'C024BE91L',
      post_at: 1_764_572_400,
      text: 'Maintenance begins in an hour.',
      blocks: [{ type: 'section', text: { type: 'mrkdwn', text: 'Maintenance begins in *an hour*.' } }],
      thread_ts: '1503435956.000247',
    },
  ],
})
