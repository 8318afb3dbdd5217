import { z } from '@portico/core/contract'
import { cursor, stream } from '@portico/core/streams'
import { Channel } from '../schemas/channel.ts'
import { tier2 } from '../tiers.ts'
import { slackVendor } from '../vendor.ts'

const kind = z.enum(['public_channel', 'private_channel', 'mpim', 'im'])

/** Read whole: Slack's list has no time filter (docs.slack.dev/reference/methods/conversations.list, 2026-11-24). */
export const channels = stream(slackVendor, 'POST /api/conversations.list', {
  summary: 'Channels of the chosen kinds that the token may see: every public one, and what else the bot is in.',
  title: { en: 'Channels', ar: 'القنوات' },
  record: Channel,
  primaryKey: ['id'],
  // Each kind needs its own scope: channels:read, groups:read, mpim:read, im:read.
  settings: z.object({ kinds: z.array(kind).min(1).default(['public_channel']) }),
  slice: z.object({ types: kind }),
  slices: ({ kinds }) => [...new Set(kinds)].map((types) => ({ types })),
  // Slack advises 200 at most (docs.slack.dev/apis/web-api/pagination, 2026-11-24).
  fields: ({ slice: { types } }) => ({ types, limit: 200 }),
  pick: 'channels',
  page: cursor('response_metadata.next_cursor'),
  limits: tier2,
  // Archived channels stay, with `is_archived`; deleted ones are not listed.
  deletes: 'unseen',
  freshness: '1d',
  owner: 'Operations',
  consumers: [],
  sensitivity: 'S2',
  schemaChanges: 'evolve',
})
