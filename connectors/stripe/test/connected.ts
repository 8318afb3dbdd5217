import { connect, type Policy } from '@portico/core'
import { stripe } from '../src/index.ts'
import { quickClock, type ScriptedAnswer, scripted } from './scripted.ts'

const agreed: Policy = {
  decide: () => ({ effect: 'granted', by: { type: 'human', id: 'cfo' }, approval: 'A3', rule: 'test.agreed' }),
}

/** A client whose every call was agreed to, and the vendor that it talks to. */
export function connected(...answers: readonly ScriptedAnswer[]) {
  const transport = scripted(...answers)
  const client = connect(stripe, {
    tenantId: 'acme',
    credentials: { key: 'sk_test_of_nobody' },
    actor: { type: 'executor_system', id: 'billing' },
    correlationId: 'order-6735',
    policy: agreed,
    clock: quickClock(),
    transport,
  })
  return { client, requests: transport.requests }
}
