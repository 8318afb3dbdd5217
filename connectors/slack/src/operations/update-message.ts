import { upsert, z } from '@portico/core/contract'
import { blocks, text } from '../schemas/content.ts'
import { channelId, messageTimestamp } from '../schemas/identifiers.ts'
import { tier3 } from '../tiers.ts'
import { slackVendor } from '../vendor.ts'
import { nullishText } from '../schemas/nullish.ts'

export const updateMessage = slackVendor.command('POST /api/chat.update', {
  summary: 'Write a message of ours anew; blocks that are not given are taken away.',
  title: { en: 'Update a message', ar: 'تعديل رسالة' },
  input: z.object({ channel: channelId, ts: messageTimestamp, text, blocks: blocks.optional() }),
  encode: 'json',
  output: z.object({ channel: z.string(), ts: z.string(), text: nullishText }),
  limits: tier3,
  sideEffect: 'external_message',
  reversibility: 'R1',
  approval: 'A1',
  idempotency: upsert,
  audit: { entity: { type: 'message', id: ['input.channel', 'input.ts'] }, omit: ['text', 'blocks'] },
  rollback: {
    manual: 'Update it again with the former text. Slack keeps none: it is with whoever posted it, or read it before.',
  },
  examples: [
    {
      channel: 'C024BE91L',
      ts: '1503435956.000247',
      text: 'Deploy 119 is rolled back.',
      blocks: [{ type: 'section', text: { type: 'mrkdwn', text: 'Deploy 119 is *rolled back*.' } }],
    },
  ],
})
