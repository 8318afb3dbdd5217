import { z } from '@portico/core/contract'
import { cursor, stream } from '@portico/core/streams'
import { channelId } from '../schemas/identifiers.ts'
import { Message } from '../schemas/message.ts'
import { tier3 } from '../tiers.ts'
import { slackVendor } from '../vendor.ts'
import { channels } from './channels.ts'

/**
 * By the time of writing only: an edit, a reaction or a reply does not move `ts`. A bot reads what it is a member of
 * (docs.slack.dev/reference/methods/conversations.history, 2026-11-24).
 */
export const messages = stream(slackVendor, 'POST /api/conversations.history', {
  summary: 'Messages of the channels that the bot is in, and of its direct messages; the replies of threads are not among them.',
  title: { en: 'Messages', ar: 'الرسائل' },
  record: Message.extend({ channel: z.string() }),
  // A stamp is unique in its channel only.
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
    // Most edits and reactions come within a day; later ones show in a full read.
    lookback: '1d',
    state: 'slice',
  },
  // A deleted message is not listed: the event `message_deleted` says so, or a full read.
  deletes: 'unseen',
  freshness: '6h',
  owner: 'Operations',
  consumers: [],
  // What colleagues write.
  sensitivity: 'S2',
  sensitiveFields: { text: 'S3' },
  schemaChanges: 'evolve',
})
