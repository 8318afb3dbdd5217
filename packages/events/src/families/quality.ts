import * as z from 'zod'
import { defineFamily } from '../event-family.ts'
import { count, name, severity } from './field.ts'

export const quality = defineFamily({
  name: 'quality',
  version: '1.0',
  summary: 'Checkpoints over datasets.',
  events: {
    evaluated: {
      summary: 'A checkpoint was evaluated.',
      data: z.object({
        checkpoint: name,
        dataset: name,
        runId: name,
        success: z.boolean(),
        evaluated: count.describe('Expectations that were evaluated.'),
        failed: count.describe('Expectations that were not met.'),
        severity: severity.optional().describe('Of the worst failure; absent on success.'),
      }),
    },
  },
})
