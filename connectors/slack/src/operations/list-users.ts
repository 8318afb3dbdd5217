import { cursor, z } from '@portico/core/contract'
import { User } from '../schemas/user.ts'
import { tier2 } from '../tiers.ts'
import { slackVendor } from '../vendor.ts'

export const listUsers = slackVendor.query('POST /api/users.list', {
  summary: 'Everybody in the workspace, bots and the deactivated included.',
  title: { en: 'List users', ar: 'سرد المستخدمين' },
  input: z.object({ limit: z.int().min(1).max(999).default(200) }),
  output: z.array(User),
  pick: 'members',
  page: cursor('response_metadata.next_cursor'),
  limits: tier2,
  // Names and addresses of people.
  sensitivity: 'S3',
  approval: 'A1',
  examples: [{ limit: 2 }],
})
