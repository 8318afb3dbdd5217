import { z } from '@portico/core/contract'
import { userId } from '../schemas/identifiers.ts'
import { User } from '../schemas/user.ts'
import { tier4 } from '../tiers.ts'
import { slackVendor } from '../vendor.ts'

export const getUser = slackVendor.query('POST /api/users.info', {
  summary: 'One user, with name and time zone.',
  title: { en: 'Get a user', ar: 'عرض مستخدم' },
  input: z.object({ user: userId }),
  output: User,
  pick: 'user',
  limits: tier4,
  sensitivity: 'S3',
  approval: 'A1',
  examples: [{ user: 'W1234567890' }],
})
