import * as z from 'zod'
import { defineFamily } from '../event-family.ts'
import { code, name, severity } from './field.ts'

const called = {
  connector: name,
  operation: name,
  commitState: z.enum(['not_sent', 'refused', 'unknown', 'committed']).describe('Whether the vendor acted.'),
  replayed: z.boolean().describe('True when an earlier result was returned and nothing was sent.'),
}

export const call = defineFamily({
  name: 'call',
  version: '1.0',
  summary: 'Calls of vendor operations through the facade.',
  events: {
    finished: {
      summary: 'A call has ended, well or not; one event per call.',
      data: z.object({
        ...called,
        code: code.optional().describe('Why it failed; absent when it succeeded.'),
        severity: severity.optional().describe('Of the failure.'),
        issues: z.array(z.string().max(1_000)).max(1_000).optional().describe('Paths of the input fields that did not validate.'),
      }),
    },
    contract_violated: {
      summary: "The vendor's answer is not what the connector promises.",
      data: z.object({
        ...called,
        code,
        severity,
        issues: z.array(z.string().max(1_000)).max(1_000).describe('Paths of the answer that broke the contract.'),
      }),
    },
  },
})
