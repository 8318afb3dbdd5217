import { claim, z } from '@portico/core/contract'
import { blocks, text } from '../schemas/content.ts'
import { channelId, messageTimestamp } from '../schemas/identifiers.ts'
import { PostedMessage } from '../schemas/message.ts'
import { slackVendor } from '../vendor.ts'
import { deleteMessage } from './delete-message.ts'

export const replyInThread = slackVendor.command('POST /api/chat.postMessage', {
  summary: "Reply in a message's thread, for the channel to see as well if so wished.",
  title: { en: 'Reply in a thread', ar: 'الرد ضمن سلسلة' },
  input: z.object({
    channel: channelId,
    // The message that started the thread, never one of its replies.
    thread_ts: messageTimestamp,
    text,
    blocks: blocks.optional(),
    reply_broadcast: z.boolean().optional(),
  }),
  encode: 'json',
  output: PostedMessage,
  sideEffect: 'external_message',
  reversibility: 'R1',
  approval: 'A1',
  idempotency: claim,
  audit: { entity: { type: 'message', id: ['output.channel', 'output.ts'] }, omit: ['text', 'blocks'] },
  rollback: {
    operation: deleteMessage,
    input: ({ output }) => ({ channel: output.channel, ts: output.ts }),
    notes: 'It disappears from the thread and the channel, but who was notified has read it.',
  },
  examples: [
    {
      channel: 'C024BE91L',
      thread_ts: '1503435956.000247',
      text: 'Rolled back.',
      blocks: [{ type: 'section', text: { type: 'plain_text', text: 'Rolled back.' } }],
      reply_broadcast: true,
    },
  ],
})
