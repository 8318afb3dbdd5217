import { connect } from '@portico/core'
import { answering, type VendorAnswer } from '@portico/testing'
import { slack } from '../src/index.ts'

/** A client whose every call was agreed to, and what it sends to a vendor that gives these answers. */
export function connected(...answers: readonly VendorAnswer[]) {
  const { requests, ...governed } = answering(...answers)
  const client = connect(slack, {
    tenantId: 'acme',
    credentials: { bot: 'xoxb-of-nobody' },
    actor: { type: 'executor_system', id: 'deployer' },
    correlationId: 'deploy-118',
    ...governed,
  })
  return { client, requests }
}
