import { z } from '@portico/core/contract'
import { Customer } from '../schemas/customer.ts'
import { identifier } from '../schemas/identifier.ts'
import { metadata } from '../schemas/metadata.ts'
import { stripeVendor } from '../vendor.ts'
import { deleteCustomer } from './delete-customer.ts'

export const createCustomer = stripeVendor.command('POST /v1/customers', {
  summary: 'Create a customer, to whom payments, invoices and subscriptions are tied.',
  title: { en: 'Create a customer', ar: 'إنشاء عميل' },
  input: z.object({
    email: z.email().max(512).optional(),
    name: z.string().min(1).max(256).optional(),
    phone: z.string().max(20).optional(),
    description: z.string().max(5_000).optional(),
    payment_method: identifier.optional(),
    metadata: metadata.optional(),
  }),
  output: Customer,
  sideEffect: 'internal_write',
  reversibility: 'R1',
  approval: 'A1',
  // Names and addresses of people.
  sensitivity: 'S3',
  audit: { entity: { type: 'customer', id: 'output.id' }, omit: ['email', 'name', 'phone', 'description', 'metadata'] },
  rollback: {
    operation: deleteCustomer,
    input: ({ output }) => ({ customer: output.id }),
    notes: 'While nothing was sold to them: deleting also ends their subscriptions, and can not be taken back.',
  },
  examples: [
    {
      email: 'jenny.rosen@example.com',
      name: 'Jenny Rosen',
      phone: '+966500000000',
      description: 'Met at the trade fair',
      payment_method: 'pm_card_visa',
      metadata: { crm_id: 'CRM-C-1042' },
    },
  ],
})
