import { nothing, upsert, z } from '@portico/core/contract'
import { channelId } from '../schemas/identifiers.ts'
import { tier3 } from '../tiers.ts'
import { slackVendor } from '../vendor.ts'

/** invalid_scheduled_message_id does not mean "done": Slack returns it for sent messages as well as deleted ones. */
export const deleteScheduledMessage = slackVendor.command('POST /api/chat.deleteScheduledMessage', {
  summary: 'Withdraw a message before Slack posts it.',
  title: { en: 'Delete a scheduled message', ar: 'إلغاء رسالة مجدولة' },
  input: z.object({ channel: channelId, scheduled_message_id: z.string().regex(/^Q[A-Z0-9]{8,}$/) }),
  output: nothing,
  limits: tier3,
  sideEffect: 'external_message',
  reversibility: 'R1',
  approval: 'A1',
  idempotency: upsert,
  audit: { entity: { type: 'scheduled_message', id: 'input.scheduled_message_id' } },
  rollback: { manual: 'Schedule it again with scheduleMessage; the text is with whoever scheduled it.' },
  examples: [{ channel: 'C024BE91L', scheduled_message_id: 'Q1298393284' }],
})
