import * as z from 'zod'
import { defineFamily } from '../event-family.ts'
import { actor, code, count, instant, name, severity } from './field.ts'

const incidentOf = { incidentId: name, kind: code, severity }

export const incident = defineFamily({
  name: 'incident',
  version: '1.0',
  summary: 'What is wrong and what was done about it, on the one severity scale.',
  events: {
    opened: {
      summary: 'An incident was opened, or an open one happened again.',
      data: z.object({ ...incidentOf, title: name, occurrences: count }),
    },
    mitigated: { summary: 'Its effect is contained; its cause may remain.', data: z.object({ ...incidentOf, by: actor }) },
    excepted: {
      summary: 'Someone answers for going on despite it.',
      data: z.object({ ...incidentOf, by: actor, reason: name, until: instant }),
    },
    closed: { summary: 'It is over.', data: z.object({ ...incidentOf, by: actor }) },
  },
})
