import { z } from '@portico/core/contract'
import { cursor, stream } from '@portico/core/streams'
import { channelId } from '../schemas/identifiers.ts'
import { Message } from '../schemas/message.ts'
import { tier3 } from '../tiers.ts'
import { slackVendor } from '../vendor.ts'
import { channels } from './channels.ts'

/**
 * Only by the time of writing: an edit, a reaction or a reply does not move `ts`. A bot reads the channels it is a member of
 * (docs.slack.dev/reference/methods/conversations.history, 2026-11-24).
 */
export const messages = stream(slackVendor, 'POST /api/conversations.history', {
  summary: 'Messages of the channels that the bot is in, and of its direct messages; the replies of threads are not among them.',
  title: { en: 'Messages', ar: 'الرسائل' },
  record: Message.extend({ channel: z.string() }),
  // A timestamp is only unique within its channel.
  primaryKey: ['channel', 'ts'],
  slice: z.object({ channel: channelId }),
  parent: {
    stream: channels,
    slice: ({ id, is_member, is_im, is_mpim }) => (is_member || is_im || is_mpim ? { channel: id } : undefined),
  },
  add: ({ slice: { channel } }) => ({ channel }),
  fields: ({ slice: { channel } }) => ({ channel, inclusive: true, limit: 200 }),
  pick: 'messages',
  page: cursor('response_metadata.next_cursor'),
  limits: tier3,
  cursor: {
    field: 'ts',
    since: 'oldest',
    until: 'latest',
    type: 'epoch-seconds',
    precision: 's',
    boundary: 'inclusive',
    order: 'descending',
    // Most edits and reactions come within a day; later ones need a full read.
    lookback: '1d',
    state: 'slice',
  },
  // Deleted messages are not listed; only the event `message_deleted` or a full read reveals them.
  deletes: 'unseen',
  freshness: '6h',
  owner: 'Operations',
  consumers: [],
  // What colleagues write.
  sensitivity: 'S2',
  sensitiveFields: { text: 'S3' },
  schemaChanges: 'evolve',
})
