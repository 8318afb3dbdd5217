import { upsert, z } from '@portico/core/contract'
import { DeletedCustomer } from '../schemas/customer.ts'
import { identifier } from '../schemas/identifier.ts'
import { stripeVendor } from '../vendor.ts'

export const deleteCustomer = stripeVendor.command('DELETE /v1/customers/{customer}', {
  summary: 'Delete a customer for good and end their subscriptions at once.',
  title: { en: 'Delete a customer', ar: 'حذف عميل' },
  input: z.object({ customer: identifier }),
  output: DeletedCustomer,
  sideEffect: 'external_commitment',
  reversibility: 'R3',
  approval: 'A3',
  sensitivity: 'S3',
  idempotency: upsert,
  alreadyDone: {
    // On a first attempt it means a wrong id, not a deleted customer.
    resource_missing: ({ input, resent }) =>
      resent ? { output: { id: input.customer, object: 'customer', deleted: true } as const } : undefined,
  },
  audit: { entity: { type: 'customer', id: 'input.customer' } },
  rollback: {
    irreversible:
      'The id, the payment methods and the subscriptions are gone. Payments stay on record; create a new customer and subscribe them again.',
  },
  examples: [{ customer: 'cus_NffrFeUfNV2Hib' }],
})
