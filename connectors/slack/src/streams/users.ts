import { cursor, stream } from '@portico/core/streams'
import { User } from '../schemas/user.ts'
import { tier2 } from '../tiers.ts'
import { slackVendor } from '../vendor.ts'

/** Read whole: Slack's list has no time filter (docs.slack.dev/reference/methods/users.list, 2026-11-24). */
export const users = stream(slackVendor, 'POST /api/users.list', {
  summary: 'Everybody in the workspace, bots included; who left has `deleted`.',
  title: { en: 'Users', ar: 'المستخدمون' },
  record: User,
  primaryKey: ['id'],
  fields: { limit: 200 },
  pick: 'members',
  page: cursor('response_metadata.next_cursor'),
  limits: tier2,
  deletes: { field: 'deleted' },
  freshness: '1d',
  owner: 'Operations',
  consumers: [],
  // Names and addresses of people.
  sensitivity: 'S3',
  schemaChanges: 'evolve',
})
