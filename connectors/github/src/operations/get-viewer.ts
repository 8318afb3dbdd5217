import { z } from '@portico/core/contract'
import { Account } from '../schemas/account.ts'
import { githubVendor } from '../vendor.ts'
import { nullishText } from '../schemas/nullish.ts'

export const getViewer = githubVendor.query('GET /user', {
  title: { en: 'Get the viewer', ar: 'عرض المستخدم الحالي' },
  summary: 'The account that the token belongs to. An app acts for no account: its installation token is refused.',
  input: z.object({}),
  output: Account.extend({ name: nullishText, created_at: z.string(), updated_at: z.string() }),
  examples: [{}],
})
