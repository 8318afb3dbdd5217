import * as z from 'zod'
import { defineFamily } from '../event-family.ts'
import { code, name } from './field.ts'

export const webhook = defineFamily({
  name: 'webhook',
  version: '1.0',
  summary: 'Deliveries that vendors send.',
  events: {
    received: {
      summary: 'A delivery was verified and accepted.',
      data: z.object({
        connector: name,
        deliveryId: name,
        vendorTypes: z.array(name).min(1).max(1_000).describe('What the vendor calls the events in it.'),
        verifiedWith: name.describe('The name of the secret that matched.'),
      }),
    },
    refused: {
      summary: 'A delivery was refused.',
      data: z.object({
        connector: name,
        code,
        status: z.int().min(100).max(599).describe('The HTTP status it was answered with.'),
      }),
    },
  },
})
