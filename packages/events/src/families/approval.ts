import * as z from 'zod'
import { defineFamily } from '../event-family.ts'
import { actor, approval as approvalClass, count, instant, name } from './field.ts'

const asked = {
  approvalId: name,
  connector: name,
  operation: name,
  requires: approvalClass.describe('Who must agree.'),
}

export const approval = defineFamily({
  name: 'approval',
  version: '1.0',
  summary: 'Decisions that calls wait for.',
  events: {
    requested: {
      summary: 'A call waits for a person.',
      data: z.object({ ...asked, expiresAt: instant }),
    },
    decided: {
      summary: 'A person decided.',
      data: z.object({
        ...asked,
        outcome: z.enum(['approve', 'edit', 'reject']),
        by: actor,
        waitedMs: count.describe('Milliseconds from the request to the decision.'),
        late: z.boolean().describe('True when the decision came after its deadline.'),
      }),
    },
    expired: {
      summary: 'Nobody decided in time; the call can no longer be resumed.',
      data: z.object({ ...asked, expiredAt: instant }),
    },
  },
})
