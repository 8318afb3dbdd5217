import { z } from '@portico/core/contract'
import { Customer } from '../schemas/customer.ts'
import { identifier } from '../schemas/identifier.ts'
import { metadata } from '../schemas/metadata.ts'
import { stripeVendor } from '../vendor.ts'

export const updateCustomer = stripeVendor.command('POST /v1/customers/{customer}', {
  summary: 'Change what is given of a customer; an empty text clears a field.',
  title: { en: 'Update a customer', ar: 'تعديل بيانات عميل' },
  input: z.object({
    customer: identifier,
    email: z.union([z.email().max(512), z.literal('')]).optional(),
    name: z.string().max(256).optional(),
    phone: z.string().max(20).optional(),
    description: z.string().max(5_000).optional(),
    metadata: metadata.optional(),
  }),
  output: Customer,
  sideEffect: 'internal_write',
  reversibility: 'R1',
  approval: 'A1',
  sensitivity: 'S3',
  audit: { entity: { type: 'customer', id: 'input.customer' }, omit: ['email', 'name', 'phone', 'description', 'metadata'] },
  rollback: {
    manual:
      'Call it again with the former values: for 30 days the customer.updated event in the dashboard (Developers, Events) holds them under previous_attributes.',
  },
  examples: [
    {
      customer: 'cus_NffrFeUfNV2Hib',
      email: 'jenny@example.com',
      name: 'Jenny Rosen',
      phone: '+966500000001',
      description: '',
      metadata: { crm_id: 'CRM-C-1043' },
    },
    { customer: 'cus_NffrFeUfNV2Hib', description: 'Pays in advance' },
  ],
})
