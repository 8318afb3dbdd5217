import { upsert, z } from '@portico/core/contract'
import { channelId, messageTimestamp } from '../schemas/identifiers.ts'
import { tier3 } from '../tiers.ts'
import { slackVendor } from '../vendor.ts'

export const deleteMessage = slackVendor.command('POST /api/chat.delete', {
  summary: 'Delete a message of ours.',
  title: { en: 'Delete a message', ar: 'حذف رسالة' },
  input: z.object({ channel: channelId, ts: messageTimestamp }),
  output: z.object({ channel: z.string(), ts: z.string() }),
  limits: tier3,
  sideEffect: 'external_message',
  reversibility: 'R2',
  approval: 'A2',
  idempotency: upsert,
  alreadyDone: {
    // On a first attempt it means a wrong timestamp, not a deleted message.
    message_not_found: ({ input, resent }) => (resent ? { output: { channel: input.channel, ts: input.ts } } : undefined),
  },
  audit: { entity: { type: 'message', id: ['input.channel', 'input.ts'] } },
  rollback: { manual: 'Post the text again with postMessage: its time, reactions and thread are lost.' },
  examples: [{ channel: 'C024BE91L', ts: '1503435956.000247' }],
})
