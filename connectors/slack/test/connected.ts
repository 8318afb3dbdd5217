import { connect, type Policy } from '@portico/core'
import { slack } from '../src/index.ts'
import { quickClock, type ScriptedAnswer, scripted } from './scripted.ts'

const agreed: Policy = {
  decide: () => ({ effect: 'granted', by: { type: 'human', id: 'lead' }, approval: 'A3', rule: 'test.agreed' }),
}

/** A client whose every call was agreed to, and the vendor that it talks to. */
export function connected(...answers: readonly ScriptedAnswer[]) {
  const transport = scripted(...answers)
  const client = connect(slack, {
    tenantId: 'acme',
    credentials: { bot: 'xoxb-of-nobody' },
    actor: { type: 'executor_system', id: 'deployer' },
    correlationId: 'deploy-118',
    policy: agreed,
    clock: quickClock(),
    transport,
  })
  return { client, requests: transport.requests }
}
