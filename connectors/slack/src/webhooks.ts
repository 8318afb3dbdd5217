import { z } from '@portico/core/contract'
import { timestamped, webhook } from '@portico/core/webhooks'
import { slackVendor } from './vendor.ts'
import { nullishText } from './schemas/nullish.ts'

function callback<Event extends z.ZodObject>(event: Event) {
  return z.object({
    type: z.literal('event_callback'),
    team_id: z.string(),
    event_id: z.string(),
    event_time: z.int(),
    event,
  })
}

const AppMention = z.object({
  type: z.literal('app_mention'),
  channel: z.string(),
  ts: z.string(),
  text: nullishText,
  // Absent if an app wrote it.
  user: nullishText,
  thread_ts: nullishText,
})

/** Edits and deletions are messages too, with a `subtype`; their content is then in fields not promised here. */
const Message = z.object({
  type: z.literal('message'),
  channel: z.string(),
  ts: z.string(),
  channel_type: nullishText,
  subtype: nullishText,
  text: nullishText,
  user: nullishText,
  bot_id: nullishText,
  thread_ts: nullishText,
})

const ReactionAdded = z.object({
  type: z.literal('reaction_added'),
  user: z.string(),
  reaction: z.string(),
  item_user: nullishText,
  // Files can have reactions too, and have neither channel nor time.
  item: z.object({ type: z.string(), channel: nullishText, ts: nullishText }),
})

/**
 * The Events API. Slack waits three seconds for the answer and resends an event three times (at once, after a minute, after five)
 * with the same `event_id`: answer first, work later.
 */
export const slackWebhooks = webhook(slackVendor, {
  // https://docs.slack.dev/authentication/verifying-requests-from-slack, 2026-11-24
  verify: timestamped({
    header: 'X-Slack-Signature',
    prefix: 'v0=',
    timestampHeader: 'X-Slack-Request-Timestamp',
    payload: 'v0:{timestamp}:{body}',
    toleranceMs: 300_000,
  }),
  challenge: { when: { 'body.type': 'url_verification' }, answer: 'body.challenge' },
  delivery: 'body.event_id',
  events: {
    by: 'body.event.type',
    schemas: { app_mention: callback(AppMention), message: callback(Message), reaction_added: callback(ReactionAdded) },
  },
})
