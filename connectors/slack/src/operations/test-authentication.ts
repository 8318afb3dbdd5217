import { z } from '@portico/core/contract'
import { slackVendor } from '../vendor.ts'
import { nullishText } from '../schemas/nullish.ts'

export const testAuthentication = slackVendor.query('POST /api/auth.test', {
  summary: 'Whose token this is, and of which workspace.',
  title: { en: 'Test the authentication', ar: 'اختبار المصادقة' },
  input: z.object({}),
  output: z.object({
    url: z.string(),
    team: z.string(),
    team_id: z.string(),
    user: z.string(),
    user_id: z.string(),
    bot_id: nullishText,
  }),
  examples: [{}],
})
