import { z } from '@portico/core/contract'
import { User } from '../schemas/user.ts'
import { tier3 } from '../tiers.ts'
import { slackVendor } from '../vendor.ts'

export const lookupUserByEmail = slackVendor.query('POST /api/users.lookupByEmail', {
  summary: 'The user who has an e-mail address.',
  title: { en: 'Look up a user by e-mail', ar: 'البحث عن مستخدم بالبريد الإلكتروني' },
  input: z.object({ email: z.email() }),
  output: User,
  pick: 'user',
  limits: tier3,
  sensitivity: 'S3',
  approval: 'A1',
  audit: { omit: ['email'] },
  examples: [{ email: 'spengler@ghostbusters.example.com' }],
})
