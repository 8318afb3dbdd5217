import { claim, z } from '@portico/core/contract'
import { blocks, text } from '../schemas/content.ts'
import { channelId } from '../schemas/identifiers.ts'
import { PostedMessage } from '../schemas/message.ts'
import { slackVendor } from '../vendor.ts'
import { deleteMessage } from './delete-message.ts'

export const postMessage = slackVendor.command('POST /api/chat.postMessage', {
  summary: 'Post a message to a channel.',
  title: { en: 'Post a message', ar: 'نشر رسالة' },
  input: z.object({
    channel: channelId,
    text,
    blocks: blocks.optional(),
    mrkdwn: z.boolean().optional(),
    unfurl_links: z.boolean().optional(),
    unfurl_media: z.boolean().optional(),
  }),
  encode: 'json',
  output: PostedMessage,
  sideEffect: 'external_message',
  reversibility: 'R1',
  approval: 'A1',
  // client_msg_id is stored, but Slack documents no rejection of a second message with the same one.
  idempotency: claim,
  audit: { entity: { type: 'message', id: ['output.channel', 'output.ts'] }, omit: ['text', 'blocks'] },
  rollback: {
    operation: deleteMessage,
    input: ({ output }) => ({ channel: output.channel, ts: output.ts }),
    notes: 'It disappears, but who was notified has read it. Workspaces with compliance exports refuse to delete.',
  },
  examples: [
    { channel: 'C024BE91L', text: 'Deploy 118 is live.' },
    {
      channel: 'C024BE91L',
      text: 'Deploy 119 is live.',
      blocks: [{ type: 'section', text: { type: 'mrkdwn', text: '*Deploy 119* is live.' } }],
      mrkdwn: true,
      unfurl_links: false,
      unfurl_media: false,
    },
  ],
})
