import { z } from '@portico/core/contract'
import { File } from '../schemas/file.ts'
import { fileId } from '../schemas/identifiers.ts'
import { tier4 } from '../tiers.ts'
import { slackVendor } from '../vendor.ts'

export const getFile = slackVendor.query('POST /api/files.info', {
  summary: 'One file: what it is, whose, and where.',
  title: { en: 'Get a file', ar: 'عرض ملف' },
  input: z.object({ file: fileId }),
  output: File,
  pick: 'file',
  limits: tier4,
  examples: [{ file: 'F0S43PZDF' }],
})
