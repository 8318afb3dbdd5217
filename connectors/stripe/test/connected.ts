import { connect } from '@portico/core'
import { answering, type VendorAnswer } from '@portico/testing'
import { stripe } from '../src/index.ts'

/** A client whose every call was agreed to, and what it sends to a vendor that gives these answers. */
export function connected(...answers: readonly VendorAnswer[]) {
  const { requests, ...governed } = answering(...answers)
  const client = connect(stripe, {
    tenantId: 'acme',
    credentials: { key: 'sk_test_of_nobody' },
    actor: { type: 'executor_system', id: 'billing' },
    correlationId: 'order-6735',
    ...governed,
  })
  return { client, requests }
}
